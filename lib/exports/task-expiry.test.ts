import { expect, it } from 'vitest';
import type { WireTask } from '#lib/client/types.ts';
import { taskExpiry } from './task-expiry.ts';

const ended = (more: Partial<WireTask>): WireTask => ({
  id: 't',
  operation: 'export/url',
  status: 'finished',
  created_at: '2026-03-01T11:00:00+00:00',
  ended_at: '2026-03-01T12:00:00+00:00',
  ...more,
});
const withUrls = (...urls: string[]) =>
  ended({ result: { files: urls.map((url) => ({ filename: 'x', url })) } });
const iso = (task: WireTask) => taskExpiry(task)?.toISOString();

it('believes the temporary URL first, and the one that ends first', () => {
  const sooner = 'https://files.example.com/x?temp_url_sig=s&temp_url_expires=1772370000';
  const later = 'https://files.example.com/y?temp_url_sig=s&temp_url_expires=1772380000';
  expect(iso(withUrls(later, sooner))).toBe(new Date(1772370000_000).toISOString());
});

it('reads the end of presigned URLs', () => {
  const url = 'https://s3.example.com/x?X-Amz-Date=20260301T120000Z&X-Amz-Expires=3600';
  expect(iso(withUrls(url))).toBe('2026-03-01T13:00:00.000Z');
  expect(iso(withUrls('https://s3.example.com/x?Expires=1772370000'))).toBe(
    new Date(1772370000_000).toISOString(),
  );
});

it('else believes the task, and else counts 24 hours from its end', () => {
  expect(iso(ended({ expires_at: '2026-03-01T20:00:00+00:00' }))).toBe('2026-03-01T20:00:00.000Z');
  expect(iso(withUrls('https://storage.example.com/x'))).toBe('2026-03-02T12:00:00.000Z');
  expect(iso(ended({ ended_at: null }))).toBeUndefined();
});
