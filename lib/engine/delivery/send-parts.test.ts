import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { partSizeFor, partsOf, sendParts } from './send-parts.ts';

describe('partsOf', () => {
  it('covers a file of any size, once, in at most so many parts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 * 2 ** 40 }),
        fc.integer({ min: 1, max: 64 << 20 }),
        fc.integer({ min: 1, max: 500 }),
        (size, preferred, most) => {
          const partSize = partSizeFor(size, preferred, most);
          const parts = partsOf(size, partSize);
          expect(parts.length).toBeLessThanOrEqual(most);
          let next = 0;
          for (const [index, part] of parts.entries()) {
            expect(part.number).toBe(index + 1);
            expect(part.start).toBe(next);
            next = part.end + 1;
          }
          expect(next).toBe(size);
        },
      ),
    );
  });

  it('fits 5 TB into 10,000 parts', () => {
    const size = 5 * 10 ** 12;
    const partSize = partSizeFor(size, 16 << 20, 10_000);
    expect(Math.ceil(size / partSize)).toBeLessThanOrEqual(10_000);
    expect(partSize % (1 << 20)).toBe(0);
  });
});

describe('sendParts', () => {
  const parts = partsOf(100, 10);
  const base = { parts, done: new Set<number>(), signal: new AbortController().signal };

  it('sends what is missing and tells all bytes', async () => {
    const sent: number[] = [];
    const told: number[] = [];
    await sendParts({
      ...base,
      done: new Set([1, 2, 3]),
      limit: pLimit(2),
      progress: (bytes) => told.push(bytes),
      send: async (part, count) => {
        count(5);
        await sleep(1);
        sent.push(part.number);
      },
    });
    expect(sent.sort((a, b) => a - b)).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(told[0]).toBe(30);
    expect(told.at(-1)).toBe(100);
    expect(Math.max(...told)).toBe(100);
  });

  it('begins no more when one fails, and lets the others end', async () => {
    const ended: number[] = [];
    const sending = sendParts({
      ...base,
      limit: pLimit(3),
      progress: () => {},
      send: async (part) => {
        if (part.number === 2) throw new Error('broken');
        await sleep(20);
        ended.push(part.number);
      },
    });
    await expect(sending).rejects.toThrow('broken');
    expect(ended.sort()).toEqual([1, 3]);
  });

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController();
    const sending = sendParts({
      ...base,
      signal: stop.signal,
      limit: pLimit(1),
      progress: () => {},
      send: async (part) => {
        if (part.number === 2) stop.abort(new Error('told to stop'));
        stop.signal.throwIfAborted();
      },
    });
    await expect(sending).rejects.toThrow('told to stop');
  });
});
