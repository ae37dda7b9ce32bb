import { expect, it } from 'vitest';
import type { WireDelivery } from '#lib/client/types.ts';
import { describeDeliveries } from './describe-deliveries.ts';

const file = (status: WireDelivery['status'], more: Partial<WireDelivery> = {}): WireDelivery => ({
  filename: 'a.txt',
  name: 'in/a.txt',
  size: 10,
  bytes: 0,
  status,
  attempts: [],
  ...more,
});
const attempt = { at: '2026-03-01T12:00:00.000Z', code: 'TARGET_BUSY', message: 'Slow down.' };

it('puts first what somebody would look for, each kind in its order', () => {
  const given = (['done', 'waiting', 'sending', 'skipped', 'failed', 'sending'] as const).map(
    (status) => file(status),
  );
  const told = describeDeliveries(given, false);
  expect(told?.rows.map(({ position }) => position)).toEqual([4, 2, 5, 1, 0, 3]);
  expect(told?.counts).toEqual({ waiting: 1, sending: 2, done: 1, skipped: 1, failed: 1 });
});

it('carries no more rows than a page shows while it runs, and counts them all', () => {
  const given = [...Array.from({ length: 500 }, () => file('waiting')), file('failed')];
  const told = describeDeliveries(given, false);
  expect(told?.rows).toHaveLength(100);
  expect(told?.rows[0]?.status).toBe('failed');
  expect(told?.counts.waiting).toBe(500);
});

it('tells at the end only what the receipt does not', () => {
  const given = [
    file('done'),
    file('done', { attempts: [{ ...attempt, retry_at: '2026-03-01T12:00:05.000Z' }] }),
    file('failed', { attempts: [{ ...attempt, details: 'HTTP 503' }] }),
    file('waiting'),
  ];
  const told = describeDeliveries(given, true);
  expect(told?.rows.map(({ position }) => position)).toEqual([2, 3, 1]);
  expect(told?.rows[0]?.attempts).toEqual([{ ...attempt, details: 'HTTP 503', retryAt: null }]);
  expect(told?.rows[2]?.attempts[0]?.retryAt).toBe('2026-03-01T12:00:05.000Z');
});

it('is nothing where nothing is known', () => {
  for (const given of [null, undefined, [], [{ status: 'flying' }]]) {
    expect(describeDeliveries(given, true)).toBeNull();
  }
});
