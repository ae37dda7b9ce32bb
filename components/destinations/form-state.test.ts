import { describe, expect, test } from 'vitest';
import type { DestinationDetail } from '#lib/destinations/types.ts';
import { readSecrets, readSettings, startSettings } from './form-state.ts';

describe('the settings of a destination', () => {
  test('come back as they were saved', () => {
    for (const fenceBytes of [null, 1, 500_000_000, 1_234_567, 2_500_000_000]) {
      const detail = { name: 'A', shared: true, fenceBytes, givenExpiry: '2026-12-31' };
      const read = readSettings(startSettings(detail as DestinationDetail, true));
      expect(read.ok && read.sent).toMatchObject(detail);
    }
  });

  test('start private for whoever may not share', () => {
    expect(startSettings(undefined, false).shared).toBe(false);
    expect(startSettings(undefined, true).shared).toBe(true);
  });

  test('with a size that is none are not sent', () => {
    const settings = { ...startSettings(undefined, true), fenceBytes: 'large' };
    expect(readSettings(settings)).toEqual({ ok: false });
  });
});

test('of secrets, what was typed replaces, what is kept stays, the rest is cleared', () => {
  const options = { bucket: 'harbour', secret_access_key: 'typed' };
  const names = ['secret_access_key', 'session_token', 'other'];
  expect(readSecrets(names, options, ['session_token', 'secret_access_key'])).toEqual({
    options: { bucket: 'harbour' },
    secrets: {
      secret_access_key: { replace: 'typed' },
      session_token: { keep: true },
      other: { clear: true },
    },
  });
});
