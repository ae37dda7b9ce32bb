import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MultipartScanner } from './multipart-scanner.ts';
import { BOUNDARY, body, file } from './test-form.ts';

describe('the scanner', () => {
  /** Content made of what looks like delimiters. */
  const tricky = fc
    .array(
      fc.constantFrom(
        '\r',
        '\n',
        '-',
        '--',
        '\r\n',
        '\r\n--',
        '\r\n--bound',
        '\r\n--boundaryX',
        '--boundary',
        ' ',
        'x',
        '\0',
      ),
      { maxLength: 12 },
    )
    .map((pieces) => pieces.join(''))
    .filter(
      (content) => !/(?:^|\r\n)--boundary(?:--|[ \t]*\r\n|[ \t]*$)/.test(`\r\n${content}\r\n`),
    );

  test('gives back any content, cut into any chunks', () => {
    fc.assert(
      fc.property(
        fc.array(tricky, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (contents, cuts) => {
          const bytes = body(
            contents.map((content, index) => [`N: ${index}`, content]),
            'boundary',
          );
          const scanner = new MultipartScanner('boundary');
          const read: { headers: string; content: string }[] = [];
          const events = [];
          for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
            const size = cuts[turn % cuts.length] ?? 1;
            events.push(...scanner.push(Buffer.from(bytes.subarray(at, at + size))));
            at += size;
          }
          for (const event of events) {
            if (event.type === 'part') read.push({ headers: `${event.headers}`, content: '' });
            const part = read.at(-1);
            if (event.type === 'data' && part) part.content += event.bytes.toString('latin1');
          }
          expect(read).toEqual(
            contents.map((content, index) => ({ headers: `N: ${index}`, content })),
          );
          expect(scanner.ended).toBe(true);
          expect(events.filter((event) => event.type === 'part-end')).toHaveLength(contents.length);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('holds back no more than a delimiter, and copies nothing', () => {
    const scanner = new MultipartScanner('boundary');
    scanner.push(Buffer.from('--boundary\r\nA: b\r\n\r\n'));
    const chunk = Buffer.alloc(65_536, '\r\n--boundar');
    const [event] = scanner.push(chunk);
    expect(event?.type === 'data' && event.bytes.buffer === chunk.buffer).toBe(true);
    expect(event?.type === 'data' && event.bytes.length).toBeGreaterThan(65_536 - 90);
  });

  test('a real file survives a stream of any chunking', async () => {
    const content = randomBytes(5_000_000);
    const hash = createHash('sha256').update(content).digest('hex');
    const scanner = new MultipartScanner(BOUNDARY);
    const got = createHash('sha256');
    for await (const chunk of Readable.from(cut(body([file(content)])))) {
      for (const event of scanner.push(chunk)) if (event.type === 'data') got.update(event.bytes);
    }
    expect(got.digest('hex')).toBe(hash);
  });
});

function* cut(bytes: Buffer): Generator<Buffer> {
  for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 7919) % 65_537 || 1) {
    yield bytes.subarray(at, at + size);
  }
}
