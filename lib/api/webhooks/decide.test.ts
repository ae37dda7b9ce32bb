import { describe, expect, test } from 'vitest';
import { decide, PAUSES } from './decide.ts';

const broken = { error: 'It broke off.', retry: true };
const answered = (status: number) => ({ status, answer: '' });

describe('after a try', () => {
  test.each([200, 201, 204, 299])('%i is delivered', (status) => {
    expect(decide(answered(status), 1)).toEqual({ status: 'delivered' });
  });

  test.each([
    [1, 5_000],
    [2, 60_000],
    [3, 600_000],
  ])('a network error or 500 of try %i comes again after %i ms', (tries, pause) => {
    for (const outcome of [broken, answered(500), answered(503)])
      expect(decide(outcome, tries)).toEqual({ status: 'waiting', pause });
  });

  test('the fourth try is the last', () => {
    expect(PAUSES).toHaveLength(3);
    for (const outcome of [broken, answered(502)])
      expect(decide(outcome, 4)).toEqual({ status: 'failed' });
  });

  test.each([400, 401, 404, 422, 429])('%i is not tried again', (status) => {
    expect(decide(answered(status), 1)).toEqual({ status: 'failed' });
  });

  test('410 is the end of the webhook', () => {
    expect(decide(answered(410), 1)).toEqual({ status: 'failed', disable: true });
  });

  test.each([301, 302, 307, 308])('%i is not followed, and says so', (status) => {
    const decision = decide(answered(status), 1);
    expect(decision).toMatchObject({ status: 'failed' });
    expect('error' in decision && decision.error).toContain('not followed');
  });

  test('what the egress rule refuses is not tried again', () => {
    expect(decide({ error: 'Blocked.', retry: false }, 1)).toEqual({ status: 'failed' });
  });
});
