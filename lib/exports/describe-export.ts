import type { TaskStatus } from '#lib/client/types.ts';
import type { Prisma } from '#lib/db/generated/client.ts';
import type { ExportFile, ExportRow } from './types.ts';

/** What a row of the list needs, and nothing of what can be large. */
export const ROW_COLUMNS = {
  id: true,
  connection: true,
  operation: true,
  destinationId: true,
  destinationName: true,
  status: true,
  filenames: true,
  fileCount: true,
  bytesTotal: true,
  bytesDone: true,
  percent: true,
  code: true,
  message: true,
  resultCount: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
  expiresAt: true,
  taskGoneAt: true,
  updatedAt: true,
  createdBy: { select: { id: true, name: true } },
} as const satisfies Prisma.ExportSelect;

export type RowRecord = Prisma.ExportGetPayload<{ select: typeof ROW_COLUMNS }>;

/** How many names a row carries; the list shows the first and a count. */
const NAMES_IN_ROW = 3;

export function describeExport(row: RowRecord): ExportRow {
  return {
    id: row.id,
    connection: row.connection,
    operation: row.operation,
    destination:
      row.destinationName === null ? null : { id: row.destinationId, name: row.destinationName },
    status: row.status as TaskStatus,
    filenames: row.filenames.slice(0, NAMES_IN_ROW),
    fileCount: row.fileCount,
    bytesTotal: row.bytesTotal === null ? null : Number(row.bytesTotal),
    bytesDone: Number(row.bytesDone),
    percent: row.percent,
    code: row.code,
    message: row.message,
    resultCount: row.resultCount,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    taskGone: row.taskGoneAt !== null,
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** `result.files`, as the connection says it or as it was stored: then without temporary URLs. */
export function describeReceipt(result: unknown): ExportFile[] {
  if (!Array.isArray(result)) return [];
  return result.map((file: Record<string, unknown>) => {
    const text = (name: string) => (typeof file[name] === 'string' ? file[name] : null);
    return {
      filename: text('filename') ?? '',
      size: typeof file.size === 'number' ? file.size : null,
      sha256: text('sha256'),
      contentType: text('content_type'),
      url: readableUrl(text('url')),
      location: text('location'),
      etag: text('etag'),
      version: text('version'),
      generation: text('generation'),
      skipped: file.skipped === true,
    };
  });
}

/** A path of ours or an address of another server. What else it may say is no link. */
const readableUrl = (url: string | null): string | null =>
  url && /^(\/(?!\/)|https?:\/\/)/.test(url) ? url : null;
