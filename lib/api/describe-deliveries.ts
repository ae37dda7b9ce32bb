import type { FailedAttempt, StoredReceipt } from '#lib/engine/delivery/ledger.ts';
import type { TaskRecord } from '#lib/engine/tasks/record.ts';

/** How each file of a delivery fares (ours): where to, how far, and what failed so far. */
export function describeDeliveries(task: TaskRecord) {
  return task.deliveries.map(({ filename, name, size, status, bytesDone, attempts }) => ({
    filename,
    name,
    size: Number(size),
    status,
    bytes: Number(bytesDone),
    attempts: attempts as FailedAttempt[],
  }));
}

/** `result.files` of a delivery: what was sent, and what the target says it wrote. */
export function describeReceipts(task: TaskRecord) {
  return task.deliveries
    .filter(({ status }) => status === 'done' || status === 'skipped')
    .map(({ filename, size, status, receipt }) => ({
      filename,
      size: Number(size),
      ...((receipt as StoredReceipt | null) ?? {}),
      ...(status === 'skipped' ? { skipped: true } : {}),
    }));
}
