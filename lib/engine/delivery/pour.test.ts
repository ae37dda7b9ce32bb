import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { PIECE, takePiece } from '../pieces.ts';
import { pour } from './pour.ts';

const pieces = (count: number) =>
  Array.from({ length: count }, (_, index) => takePiece(PIECE).fill(index));

/** Takes one piece at a time, each when it is told to. */
function createSlow() {
  const seen: { first: number; length: number }[] = [];
  let taken: ((error?: Error) => void) | undefined;
  const into = new Writable({
    highWaterMark: 1,
    write(piece: Buffer, _, done) {
      seen.push({ first: piece[0] ?? -1, length: piece.length });
      taken = done;
    },
  });
  const take = async (error?: Error) => {
    taken?.(error);
    await turn();
    await turn();
  };
  return { into, seen, take };
}

it('gives each piece back once it was taken, and asks for no more before that', async () => {
  const given = pieces(3);
  const asked: Buffer[] = [];
  const source = new Readable({
    objectMode: true,
    highWaterMark: 1,
    read() {
      const piece = given[asked.length];
      if (piece) asked.push(piece);
      this.push(piece ?? null);
    },
  });
  const { into, seen, take } = createSlow();
  pour(source, into);
  await turn();
  await turn();
  expect(seen).toEqual([{ first: 0, length: PIECE }]);
  expect(given.map(({ length }) => length)).toEqual([PIECE, PIECE, PIECE]);
  expect(asked.length).toBeLessThan(3);
  await take();
  expect(given.map(({ length }) => length)).toEqual([0, PIECE, PIECE]);
  await take();
  await take();
  expect(into.writableFinished).toBe(true);
  expect(seen.map(({ first }) => first)).toEqual([0, 1, 2]);
  expect(given.map(({ length }) => length)).toEqual([0, 0, 0]);
});

it('leaves what was not taken to whoever has it, and asks for nothing more', async () => {
  const given = pieces(3);
  const source = Readable.from(given);
  const { into, seen, take } = createSlow();
  const failed = once(into, 'error');
  pour(source, into);
  await turn();
  await turn();
  await take(new Error('reset'));
  expect(await failed).toMatchObject([{ message: 'reset' }]);
  await turn();
  expect(given.map(({ length }) => length)).toEqual([PIECE, PIECE, PIECE]);
  expect(seen).toHaveLength(1);
  expect(source.isPaused()).toBe(true);
});
