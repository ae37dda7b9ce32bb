/**
 * Downloads and uploads of 1 GiB over loopback against a bare Node http server that does the least
 * possible with the same bytes. Both servers run in processes of their own; runs alternate, so that
 * a noisy machine is as noisy for both.
 *
 *   node bench/transfer.ts [--gib 1] [--rounds 3] [--download URL] [--upload URL --fields JSON]
 *
 * Without addresses it measures lib/api and lib/engine by themselves.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, get, type RequestListener, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { readUpload } from '#lib/api/multipart.ts';
import { serveFile } from '#lib/api/serve-file.ts';
import { createFolderStorage } from '#lib/engine/folder-storage.ts';

const BOUNDARY = '----WebKitFormBoundary7MA4YWxkTrZu0gW1';

/** The least that a server can do: the file as it is, the body as it comes. */
function bare(dir: string): RequestListener {
  return async (req, res) => {
    const file = path.join(dir, 'bare');
    if (req.method === 'POST') {
      await pipeline(req, createWriteStream(file));
      await rm(file);
      res.writeHead(201).end();
    } else {
      res.writeHead(200, { 'content-length': (await stat(path.join(dir, 'source'))).size });
      // The client may have the last byte, and be gone, before that is known here.
      await pipeline(createReadStream(path.join(dir, 'source')), res).catch(() => {});
    }
  };
}

/** The same with everything that an upload form and a temporary URL need. */
async function ours(dir: string): Promise<RequestListener> {
  const storage = createFolderStorage({ dir: path.join(dir, 'storage'), minFreeBytes: 0 });
  const { key, size, sha256 } = await storage.write(createReadStream(path.join(dir, 'source')));
  return async (req, res) => {
    if (req.method === 'POST') {
      await readUpload(req, {
        async onFile(_, __, stream) {
          const stored = await storage.write(stream);
          await storage.remove(stored.key);
        },
      });
      res.writeHead(201).end();
    } else {
      await serveFile(req, res, {
        filename: 'source',
        size,
        contentType: 'application/octet-stream',
        etag: `"${sha256}"`,
        disposition: 'attachment',
        open: (range) => storage.open(key, range),
      });
    }
  };
}

async function runServer(kind: string, dir: string): Promise<void> {
  const server = createServer(kind === 'bare' ? bare(dir) : await ours(dir));
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.once('disconnect', () => process.exit());
}

async function startServer(
  kind: string,
  dir: string,
): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(import.meta.filename, ['--server', kind, '--dir', dir]);
  const [port] = await once(child, 'message');
  return { url: `http://127.0.0.1:${port}/`, child };
}

/** GB a second. */
async function download(url: string): Promise<number> {
  const started = performance.now();
  let total = 0;
  await new Promise<void>((resolve, reject) => {
    get(url, { agent: false }, (answer) => {
      if (answer.statusCode !== 200)
        reject(new Error(`The download answered ${answer.statusCode}`));
      answer.on('data', (chunk: Buffer) => {
        total += chunk.length;
      });
      answer.once('end', resolve).once('error', reject);
    }).once('error', reject);
  });
  return total / 1e6 / (performance.now() - started);
}

/** GB a second, until the answer is there. */
async function upload(url: string, size: number, fields: Record<string, string>): Promise<number> {
  const chunk = randomBytes(1 << 20);
  const head = Object.entries({ ...fields, file: '' })
    .map(([name, value]) => {
      const filename = name === 'file' ? '; filename="bench.bin"' : '';
      const part = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${filename}\r\n\r\n`;
      return name === 'file' ? part : `${part}${value}\r\n`;
    })
    .join('');
  const tail = `\r\n--${BOUNDARY}--\r\n`;
  const started = performance.now();
  const asking = request(url, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': head.length + size + tail.length,
    },
  });
  const answered = once(asking, 'response');
  asking.write(head);
  for (let left = size; left > 0; left -= chunk.length) {
    if (!asking.write(chunk.subarray(0, left))) await once(asking, 'drain');
  }
  asking.end(tail);
  const [answer] = await answered;
  answer.resume();
  if (answer.statusCode !== 201) throw new Error(`The upload answered ${answer.statusCode}`);
  return size / 1e6 / (performance.now() - started);
}

async function compare(
  name: string,
  rounds: number,
  target: number,
  measure: { bare(): Promise<number>; ours(): Promise<number> },
) {
  const best = { bare: 0, ours: 0 };
  const ratios: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const plain = await measure.bare();
    const real = await measure.ours();
    // The first round warms up both.
    if (round === 0) continue;
    best.bare = Math.max(best.bare, plain);
    best.ours = Math.max(best.ours, real);
    ratios.push(real / plain);
  }
  const median = ratios.sort((a, b) => a - b)[ratios.length >> 1] ?? 0;
  console.log(`${name}, bare Node: ${best.bare.toFixed(2)} GB/s`);
  console.log(`${name}: ${best.ours.toFixed(2)} GB/s`);
  console.log(`${name}, ratio: ${median.toFixed(2)} (target ${target} or more)`);
  return median >= target;
}

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    dir: { type: 'string' },
    gib: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    download: { type: 'string' },
    upload: { type: 'string' },
    fields: { type: 'string', default: '{"task":"bench"}' },
  },
});

if (values.server) {
  await runServer(values.server, values.dir ?? '');
} else {
  const dir = values.dir ?? (await mkdtemp(path.join(tmpdir(), 'slipway-bench-')));
  const size = Math.round(Number(values.gib) * 2 ** 30);
  const rounds = Number(values.rounds);
  const children: ChildProcess[] = [];
  try {
    const chunk = randomBytes(1 << 20);
    await pipeline(
      (function* () {
        for (let left = size; left > 0; left -= chunk.length) yield chunk.subarray(0, left);
      })(),
      createWriteStream(path.join(dir, 'source')),
    );
    const plain = await startServer('bare', dir);
    children.push(plain.child);
    let { download: from, upload: to } = values;
    if (!from || !to) {
      const real = await startServer('ours', dir);
      children.push(real.child);
      from ??= real.url;
      to ??= real.url;
    }
    const [source, sink] = [from, to];
    const fields = JSON.parse(values.fields);
    const good = [
      await compare('Temporary-URL download', rounds, 0.8, {
        bare: () => download(plain.url),
        ours: () => download(source),
      }),
      await compare('Upload through the form', rounds, 0.6, {
        bare: () => upload(plain.url, size, fields),
        ours: () => upload(sink, size, fields),
      }),
    ];
    if (good.includes(false)) process.exitCode = 1;
  } finally {
    for (const child of children) if (child.connected) child.disconnect();
    if (!values.dir) await rm(dir, { recursive: true });
  }
}
