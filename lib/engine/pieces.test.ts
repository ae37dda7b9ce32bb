import { afterEach, expect, it, vi } from 'vitest';
import { freeBytes, PIECE, takePiece } from './pieces.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it('reads into the memory that was given back, and takes it from whoever had it', () => {
  const piece = takePiece(PIECE).fill('mine');
  const mine = Buffer.from(piece);
  freeBytes(piece);
  expect(piece).toHaveLength(0);
  expect(takePiece(PIECE).equals(mine)).toBe(true);
});

it('takes nothing back twice', () => {
  const piece = takePiece(PIECE);
  freeBytes(piece);
  freeBytes(piece);
  const [one, two] = [takePiece(PIECE).fill(1), takePiece(PIECE).fill(2)];
  expect([one[0], two[0]]).toEqual([1, 2]);
});

it('keeps a bounded number of pieces, and frees the others', () => {
  const transfer = vi.spyOn(ArrayBuffer.prototype, 'transfer');
  const pieces = Array.from({ length: 40 }, () => takePiece(PIECE));
  for (const piece of pieces) freeBytes(piece);
  const freed = transfer.mock.calls.filter(([size]) => size === 0);
  expect(freed.length).toBeGreaterThan(20);
  expect(pieces.every(({ length }) => length === 0)).toBe(true);
});

it('frees what is no whole piece, and leaves alone what is part of something larger', () => {
  const short = takePiece(100_000);
  const whole = Buffer.allocUnsafeSlow(PIECE + 1);
  freeBytes(short);
  freeBytes(whole.subarray(0, PIECE));
  expect(short).toHaveLength(0);
  expect(whole).toHaveLength(PIECE + 1);
});
