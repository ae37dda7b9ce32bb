import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { cleanEnv } from '../../../../e2e/targets/run.ts';
import type { Stored } from './rig.ts';

export type CurlAnswer = Stored & {
  status: number;
  /** The first 4 MiB. */
  text: string;
};

/** Percent-encodes a name for the path of a URL; its slashes stay. */
export const inPath = (name: string): string =>
  name
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replace(
        /[!'()*]/g,
        (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join('/');

/** A client that is not ours. @throws Error when it got no answer. */
export async function curl(url: string, args: readonly string[] = []): Promise<CurlAnswer> {
  const asked = '%{stderr}\n{"status":%{http_code},"headers":%{header_json}}';
  const child = spawn(
    'curl',
    ['-q', '-sS', '--globoff', '--path-as-is', '--max-time', '30', '-w', asked, ...args, url],
    { stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnv() },
  );
  const complaints = text(child.stderr);
  const hash = createHash('sha256');
  let size = 0;
  const head: Buffer[] = [];
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    hash.update(chunk);
    if (size < 4 << 20) head.push(chunk);
    size += chunk.length;
  }
  const words = await complaints;
  const at = words.indexOf('\n{"status":');
  if (at < 0) throw new Error(`curl ${new URL(url).origin}: ${words}`);
  const { status, headers } = JSON.parse(words.slice(at)) as {
    status: number;
    headers: Record<string, string[]>;
  };
  if (status === 0) throw new Error(`curl ${new URL(url).origin}: ${words.slice(0, at)}`);
  const flat = Object.entries(headers).map(([name, values]) => [name, values.join(', ')]);
  return {
    status,
    size,
    sha256: hash.digest('hex'),
    headers: Object.fromEntries(flat),
    text: Buffer.concat(head).toString('utf8'),
  };
}

/** What is there, or undefined for 404. @throws Error for any other answer. */
export async function curlStored(
  url: string,
  args: readonly string[] = [],
): Promise<Stored | undefined> {
  const answer = await curl(url, args);
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw new Error(`curl got ${answer.status}: ${answer.text}`);
  return answer;
}
