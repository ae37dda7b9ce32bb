import { Failure } from '#lib/errors.ts';
import type { SourceEntry } from '../../sources/source.ts';
import { describeReply, readJson } from './exchange.ts';
import { describeReading } from './read-failure.ts';
import type { Settings } from './settings.ts';
import type { Swift } from './swift.ts';

/** Objects of one page: with the longest names it stays below what an answer may have. */
const PAGE = 1_000;

/** The objects whose names begin alike. @throws Failure, classified; the signal's reason. */
export async function* listObjects(
  { swift, settings }: { swift: Swift; settings: Settings },
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<SourceEntry> {
  for (let marker = ''; ; ) {
    const asked = { format: 'json', limit: `${PAGE}`, prefix, marker };
    const query = `?${new URLSearchParams(asked)}`;
    const path = [settings.container] as const;
    const reply = await swift.send({ method: 'GET', path, query, signal });
    if (reply.status === 204) return;
    if (reply.status !== 200)
      throw describeReading(reply, settings, { name: prefix, what: 'list' });
    const page = readPage(readJson(reply));
    if (!page) {
      const words = `${reply.url.host} answered listing container \`${settings.container}\` with something that is no list.`;
      throw new Failure('SOURCE_FAILED', words, { detail: describeReply(reply) });
    }
    yield* page.entries;
    if (page.last === undefined || page.last === marker) return;
    marker = page.last;
  }
}

/** Markers of folders are left out. @returns undefined for what is no list. */
export function readPage(
  json: unknown,
): { entries: SourceEntry[]; last: string | undefined } | undefined {
  if (!Array.isArray(json)) return undefined;
  const objects = (json as { name?: unknown; bytes?: unknown; content_type?: unknown }[]).filter(
    (one) => typeof one?.name === 'string',
  );
  const entries = objects.flatMap(({ name, bytes, content_type }): SourceEntry[] => {
    const isFolder = String(name).endsWith('/') || content_type === 'application/directory';
    // A dynamic large object is listed with the size of its manifest, which is none.
    const size = typeof bytes === 'number' && bytes > 0 ? bytes : undefined;
    return isFolder ? [] : [{ name: String(name), size }];
  });
  const last = objects.at(-1)?.name;
  return { entries, last: last === undefined ? undefined : String(last) };
}
