import { expect, it } from 'vitest';
import { Failure, isFailure } from '#lib/errors.ts';
import { fromOutcome, type Outcome, toOutcome } from './outcome.ts';

/** There and back, as between threads. */
async function carry<T>(work: () => Promise<T>): Promise<T> {
  return fromOutcome(structuredClone(await toOutcome(work)) as Outcome<T>);
}

it('carries a value', async () => {
  expect(await carry(async () => ({ location: 's3://b/k' }))).toEqual({ location: 's3://b/k' });
});

it('carries all that a Failure knows', async () => {
  const sent = new Failure('TARGET_BUSY', 'Slow down.', {
    fields: { bucket: ['It is busy.'] },
    detail: '<Error/>',
    retry: false,
    retryAfterSeconds: 7,
    cause: new Error('stays where it was'),
  });
  const received = await carry(() => Promise.reject(sent)).catch((error: unknown) => error);
  expect(isFailure(received)).toBe(true);
  const { code, message, fields, detail, retry, retryAfterSeconds } = sent;
  expect(received).toMatchObject({ code, message, fields, detail, retry, retryAfterSeconds });
});

it('carries what nobody foresaw, with the place where it happened', async () => {
  const sent = new TypeError('undefined is no bucket');
  const received = await carry(() => Promise.reject(sent)).catch((error: unknown) => error);
  expect(isFailure(received)).toBe(false);
  expect(received).toMatchObject({ message: sent.message, stack: sent.stack });
});
