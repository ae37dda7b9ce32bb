import { expect, test } from 'vitest';
import { findPresigned } from './presigned.ts';

const find = (query: string) => findPresigned(new URL(`https://host.example/file.pdf?${query}`));
const at = (iso: string) => new Date(iso);

test.each([
  [
    'S3',
    'X-Amz-Date=20261126T080000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host%3Bx-amz-acl&X-Amz-Signature=ab',
    '2026-11-26T09:00:00Z',
  ],
  [
    'Google Cloud Storage',
    'X-Goog-Date=20261126T080000Z&X-Goog-Expires=60&X-Goog-Signature=ab',
    '2026-11-26T08:01:00Z',
  ],
  ['Azure', 'sv=2021-12-02&sp=cw&se=2026-12-01T00%3A00%3A00Z&sig=ab', '2026-12-01T00:00:00Z'],
  ['Swift', 'temp_url_sig=ab&temp_url_expires=1796083200', '2026-12-01T00:00:00Z'],
  ['Swift', 'temp_url_sig=ab&temp_url_expires=2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z'],
  ['the service', 'Signature=ab&Expires=1796083200', '2026-12-01T00:00:00Z'],
])('%s says until when it holds', (service, query, until) => {
  expect(find(query)).toMatchObject({ service, until: at(until) });
});

test('headers that were signed are told, without the host', () => {
  const query = 'X-Amz-Date=x&X-Amz-SignedHeaders=host;X-Amz-Acl;content-type&X-Amz-Signature=ab';
  expect(find(query)).toMatchObject({
    signedHeaders: ['x-amz-acl', 'content-type'],
    until: undefined,
  });
});

test('one for reading is told from one for storing', () => {
  expect(find('sv=1&sp=r&sig=ab')?.isForReading).toBe(true);
  expect(find('sv=1&sp=cw&sig=ab')?.isForReading).toBe(false);
  expect(find('X-Amz-Date=x&x-id=GetObject&X-Amz-Signature=a')?.isForReading).toBe(true);
});

test('others are none', () => {
  for (const query of ['', 'a=b', 'sig=ab', 'X-Amz-Date=20261126T080000Z'])
    expect(find(query)).toBeUndefined();
});
