import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import { createPendingToken, readPendingToken } from './pending-token.ts';

const key = randomBytes(32);
const pending = { userId: randomUUID(), next: '/exports?q=ü' };
const begin = () => testClock(new Date('2026-03-01T12:00:00Z'));

test('it says who gave the password, for five minutes', () => {
  const clock = begin();
  const token = createPendingToken(key, clock, pending);
  clock.advance(5 * 60_000 - 1);
  expect(readPendingToken(key, clock, token)).toEqual(pending);
  clock.advance(1);
  expect(readPendingToken(key, clock, token)).toBeUndefined();
});

test('whatever is changed in it, it says nothing', () => {
  const clock = begin();
  const token = createPendingToken(key, clock, pending);
  const [body = '', signature = ''] = token.split('.');
  const other = Buffer.from(
    JSON.stringify({ ...pending, userId: randomUUID(), expires: Number.MAX_SAFE_INTEGER }),
  ).toString('base64url');
  const changed = ['', '.', body, `${body}.`, `${other}.${signature}`, `${token}.x`, `x${token}`];
  for (const text of changed) expect(readPendingToken(key, clock, text), text).toBeUndefined();
  expect(readPendingToken(randomBytes(32), clock, token)).toBeUndefined();
});
