/** What PostgreSQL says of a transaction that it ended for the sake of another: deadlock, serialization. */
const STATES: readonly unknown[] = ['40P01', '40001'];

type Shape = {
  code?: unknown;
  /** Of Prisma, for a statement written in SQL. */
  meta?: { driverAdapterError?: unknown };
  cause?: unknown;
  originalCode?: unknown;
};

/** Whether a transaction failed only because another one came in its way: the same again may go well. */
export function isWriteConflict(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { code, originalCode, meta, cause } = error as Shape;
  // P2034 is Prisma's own word for both.
  if (code === 'P2034' || STATES.includes(code) || STATES.includes(originalCode)) return true;
  return isWriteConflict(meta?.driverAdapterError, depth + 1) || isWriteConflict(cause, depth + 1);
}
