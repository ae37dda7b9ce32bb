import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Case, expectDelivered, expectFinished, expectStored, type Suite } from './suite.ts';
import { sha256, someBytes } from './suite-engine.ts';

const ofSize = (title: string, size: (partSize: number) => number): Case => ({
  title,
  async run(suite) {
    const bytes = someBytes(size(suite.rig.partSize));
    await expectDelivered(suite, `sizes/${bytes.length}.bin`, bytes);
  },
});

/** Whatever its size is, what arrives is what was sent. */
export const BYTES_CASES = {
  empty: ofSize('0 bytes', () => 0),
  oneByte: ofSize('1 byte', () => 1),
  belowPart: ofSize('a byte less than a part', (part) => part - 1),
  onePart: ofSize('exactly a part', (part) => part),
  abovePart: ofSize('a byte more than a part', (part) => part + 1),
  threeParts: ofSize('three parts and a bit', (part) => 3 * part + 12_345),

  unknownLength: {
    title: 'a source that does not say its length',
    async run(suite) {
      const bytes = someBytes(suite.rig.partSize + 1000);
      const source = await serveChunked(bytes);
      try {
        const name = 'sizes/chunked.bin';
        const task = await suite.engine.deliverFrom(source.url, suite.rig.optionsFor(name));
        expectFinished(task);
        await expectStored(suite, name, bytes);
      } finally {
        source.close();
      }
    },
  },

  receipt: {
    title: 'says what it wrote',
    async run(suite) {
      const { rig, engine } = suite;
      const bytes = someBytes(2 * rig.partSize + 1);
      const name = 'receipt/written here.bin';
      const task = await expectDelivered(suite, name, bytes);
      const { result } = engine.describe(task);
      const [file] = (result as { files: Record<string, unknown>[] }).files;
      expect(file).toMatchObject({
        filename: 'source.bin',
        size: bytes.length,
        sha256: sha256(bytes),
        location: rig.receipt.location(name),
      });
      for (const mark of rig.receipt.marks)
        expect(file?.[mark], mark).toEqual(expect.stringMatching(/./));
    },
  },

  headers: {
    title: 'sets every header and all metadata',
    async run(suite) {
      expect(suite.rig.headers.length).toBeGreaterThan(0);
      for (const size of [1000, 2 * suite.rig.partSize]) await expectHeaders(suite, size);
    },
  },

  ways: {
    title: 'gets in by all the ways that there are',
    async run(suite) {
      const { rig, engine } = suite;
      await Promise.all(
        rig.ways.map(async ({ title, options, read }, index) => {
          const name = `ways/${index}.bin`;
          const bytes = someBytes(500);
          const given = { ...rig.optionsFor(name), ...options(name) };
          const task = await engine.deliver([{ name: 'source.bin', bytes }], given);
          expect({ title, status: task.status, message: task.message }).toMatchObject({
            title,
            status: 'finished',
          });
          await expectStored(read ? { ...suite, rig: { ...rig, read } } : suite, name, bytes);
        }),
      );
    },
  },
} satisfies Record<string, Case>;

async function expectHeaders(suite: Suite, size: number): Promise<void> {
  const { rig } = suite;
  await Promise.all(
    rig.headers.map(async ({ title, options, headers = {}, check, head = '' }, index) => {
      const name = `headers/${size}-${index}.bin`;
      const bytes = someBytes(size);
      bytes.write(head);
      await expectDelivered(suite, name, bytes, options);
      const found = await rig.read(name);
      for (const [header, value] of Object.entries(headers)) {
        const wanted = value instanceof RegExp ? expect.stringMatching(value) : value;
        expect(found?.headers[header], `${title}, ${size} bytes: ${header}`).toEqual(wanted);
      }
      await check?.(name);
    }),
  );
}

/** A server that sends as it goes along. */
async function serveChunked(bytes: Buffer): Promise<{ url: string; close(): void }> {
  const server = createServer(async (_, response) => {
    const half = bytes.length >> 1;
    response.write(bytes.subarray(0, half));
    await sleep(50);
    response.end(bytes.subarray(half));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/chunked.bin`, close: () => server.close() };
}
