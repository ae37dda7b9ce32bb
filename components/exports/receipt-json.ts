import type { ExportDetail } from '#lib/exports/types.ts';

/** The receipt for programs: names as in `result.files` of the API, what nobody knows left out. */
export function receiptJson(
  detail: Pick<ExportDetail, 'id' | 'taskId' | 'operation' | 'status' | 'endedAt' | 'files'>,
): string {
  const files = detail.files.map((file) => ({
    filename: file.filename,
    size: file.size ?? undefined,
    sha256: file.sha256 ?? undefined,
    content_type: file.contentType ?? undefined,
    location: file.location ?? undefined,
    etag: file.etag ?? undefined,
    version: file.version ?? undefined,
    generation: file.generation ?? undefined,
    skipped: file.skipped || undefined,
  }));
  const { id, taskId, operation, status, endedAt } = detail;
  return JSON.stringify(
    { export: id, task: taskId, operation, status, ended_at: endedAt, files },
    null,
    2,
  );
}
