import { expect, test } from 'vitest';
import { isWriteConflict } from './write-conflict.ts';

test.each([
  ['what Prisma calls so', { code: 'P2034' }],
  ['what PostgreSQL says', { code: '40P01' }],
  [
    'a statement in SQL',
    { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '40001' } } } },
  ],
  ['what another error came from', new Error('x', { cause: { code: '40001' } })],
])('%s is one', (_, error) => {
  expect(isWriteConflict(error)).toBe(true);
});

test.each([
  ['a taken key', { code: 'P2002' }],
  ['a bug', new Error('40P01')],
  ['nothing', undefined],
  ['a text', '40P01'],
])('%s is none', (_, error) => {
  expect(isWriteConflict(error)).toBe(false);
});

test('an error that came from itself is looked at all the same', () => {
  const error = new Error('round');
  error.cause = error;
  expect(isWriteConflict(error)).toBe(false);
});
