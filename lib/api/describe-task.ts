import type { TaskRecord } from '#lib/engine/tasks/record.ts';
import type { UrlSigner } from '#lib/engine/temporary-url.ts';
import type { UploadSigner } from '#lib/engine/upload-form.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { withoutSecrets } from '#lib/operations/secrets.ts';
import { describeDeliveries, describeReceipts } from './describe-deliveries.ts';

/** Where links of an answer lead. Empty strings make them relative, for the dashboard. */
export type Bases = {
  /** `https://host` of the API and of upload forms. */
  app: string;
  /** `https://host` of temporary URLs. */
  files: string;
};

export type Describer = { urls: UrlSigner; uploads: UploadSigner; maxFileSize: number };

/** Times on the wire: UTC, whole seconds, `+00:00`. */
export const wireTime = (time: Date | null): string | null =>
  time ? `${time.toISOString().slice(0, 19)}+00:00` : null;

/** A task in the wire's shape and order of keys. `payload` only where it was asked for. */
export function describeTask(
  task: TaskRecord,
  bases: Bases,
  signers: Describer,
  include: ReadonlySet<string> = new Set(),
) {
  const running = task.status === 'processing';
  const dependsOn = task.inputs.map((input) => input.inputId);
  return {
    id: task.id,
    ...(task.name ? { name: task.name } : {}),
    job_id: task.jobId,
    status: task.status,
    credits: 0,
    code: task.code,
    message: messageOf(task),
    ...(task.errorFields ? { errors: task.errorFields as Record<string, string[]> } : {}),
    ...(task.errorDetail ? { details: task.errorDetail } : {}),
    percent: task.percent ?? (task.status === 'finished' ? 100 : null),
    operation: task.operation,
    result: describeResult(task, bases, signers),
    created_at: wireTime(task.createdAt),
    started_at: wireTime(task.startedAt),
    ended_at: wireTime(task.endedAt),
    expires_at: wireTime(task.endedAt ? task.expiresAt : null),
    ...(running
      ? {
          progress: {
            bytes: Number(task.bytesDone),
            ...(task.bytesTotal === null ? {} : { total: Number(task.bytesTotal) }),
          },
        }
      : {}),
    retry_of_task_id: task.retryOfTaskId,
    copy_of_task_id: task.retryOfTaskId,
    depends_on_task_ids: dependsOn,
    ...(include.has('deliveries') ? { deliveries: describeDeliveries(task) } : {}),
    ...(include.has('payload') ? { payload: payloadOf(task) } : {}),
    links: { self: `${bases.app}/v2/tasks/${task.id}` },
  };
}

export type WireTaskDescription = ReturnType<typeof describeTask>;

function messageOf(task: TaskRecord): string | null {
  if (task.operation === 'import/upload' && task.status === 'waiting')
    return 'Waiting for file upload';
  return task.message;
}

function payloadOf(task: TaskRecord): Record<string, unknown> {
  const inputs = task.inputs.map((input) => input.inputId);
  const options = withoutSecrets(
    getOperation(task.operation),
    task.options as Record<string, unknown>,
  );
  return { operation: task.operation, ...(inputs.length > 0 ? { input: inputs } : {}), ...options };
}

function describeResult(task: TaskRecord, bases: Bases, { urls, uploads, maxFileSize }: Describer) {
  if (task.operation === 'import/upload' && task.status === 'waiting' && task.expiresAt) {
    const expires = Math.floor(task.expiresAt.getTime() / 1000);
    return {
      form: {
        url: `${bases.app}/uploads/${task.id}`,
        parameters: uploads.sign({ taskId: task.id, expires, limit: maxFileSize }),
      },
    };
  }
  // What was delivered before a failure is told, too: it is there.
  const receipts = describeReceipts(task);
  const ended = task.status === 'finished' || task.status === 'error';
  if (ended && receipts.length > 0) return { files: receipts };
  if (task.status !== 'finished') return null;
  const expires = Math.floor((task.expiresAt?.getTime() ?? 0) / 1000);
  const disposition =
    (task.options as { inline?: unknown }).inline === true ? 'inline' : 'attachment';
  return {
    files: task.files.map((file) => ({
      filename: file.filename,
      size: Number(file.blob.size),
      ...(task.operation === 'export/url'
        ? {
            url: `${bases.files}${urls.sign({ taskId: task.id, filename: file.filename, disposition, expires })}`,
          }
        : {}),
      sha256: file.blob.sha256,
      content_type: file.contentType,
    })),
  };
}
