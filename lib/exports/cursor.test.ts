import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareChanges,
  decodePageCursor,
  decodePollCursor,
  encodePageCursor,
  encodePollCursor,
  OVERLAP,
  SEEN_LIMIT,
  versionOf,
} from './cursor.ts';

const at = new Date('2026-03-01T12:00:00.000Z');
const change = fc.record({
  id: fc.uuid(),
  updatedAt: fc.integer({ min: -OVERLAP * 2, max: 0 }).map((ms) => new Date(at.getTime() + ms)),
});

describe('page cursor', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: at, noInvalidDate: true }),
        fc.uuid(),
        (createdAt, id) => {
          expect(decodePageCursor(encodePageCursor({ createdAt, id }))).toEqual({ createdAt, id });
        },
      ),
    );
  });

  it.each(['', 'x', 'zzz.', "1.'; DROP TABLE", 'ZZ.00000000-0000-0000-0000-000000000000'])(
    'refuses %j',
    (text) => expect(() => decodePageCursor(text)).toThrow('Reload the page'),
  );
});

describe('poll cursor', () => {
  it('remembers every late change, or starts after those it forgot', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: SEEN_LIMIT * 2 }), (told) => {
        const { from, seen } = decodePollCursor(encodePollCursor(at, told));
        for (const one of told) {
          const isBehind = compareChanges(one, from) <= 0;
          expect(isBehind || seen.has(versionOf(one))).toBe(true);
        }
      }),
    );
  });

  it('looks back by the overlap while it can remember all', () => {
    const { from } = decodePollCursor(encodePollCursor(at, []));
    expect(from.updatedAt).toEqual(new Date(at.getTime() - OVERLAP));
  });

  it('stays short enough for a URL, however much changed', () => {
    const told = Array.from({ length: 5_000 }, (_, i) => ({
      id: `${i.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
      updatedAt: at,
    }));
    expect(encodePollCursor(at, told).length).toBeLessThan(2_000);
  });

  it.each(['', '!', 'abc.nope'])('refuses %j', (text) =>
    expect(() => decodePollCursor(text)).toThrow('Reload the page'),
  );
});
