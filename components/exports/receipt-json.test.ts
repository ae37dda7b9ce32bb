import { expect, it } from 'vitest';
import type { ExportFile } from '#lib/exports/types.ts';
import { receiptJson } from './receipt-json.ts';

const file: ExportFile = {
  filename: 'a.pdf',
  size: 0,
  sha256: 'e3b0',
  contentType: 'application/pdf',
  url: null,
  location: 's3://bucket/a.pdf',
  etag: '"d41d"',
  version: null,
  generation: null,
  skipped: false,
};

it('speaks the names of the API, and leaves out what is not known', () => {
  const json = receiptJson({
    id: 'x',
    taskId: 't',
    operation: 'export/s3',
    status: 'error',
    endedAt: '2026-11-26T10:00:00.000Z',
    files: [file, { ...file, size: null, etag: null, skipped: true }],
  });
  expect(JSON.parse(json)).toEqual({
    export: 'x',
    task: 't',
    operation: 'export/s3',
    status: 'error',
    ended_at: '2026-11-26T10:00:00.000Z',
    files: [
      {
        filename: 'a.pdf',
        size: 0,
        sha256: 'e3b0',
        content_type: 'application/pdf',
        location: 's3://bucket/a.pdf',
        etag: '"d41d"',
      },
      {
        filename: 'a.pdf',
        sha256: 'e3b0',
        content_type: 'application/pdf',
        location: 's3://bucket/a.pdf',
        skipped: true,
      },
    ],
  });
});
