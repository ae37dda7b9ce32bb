/**
 * What is kept of a delivery that was broken off. A session's address lets anybody write to it: it is
 * stored sealed, and stands nowhere else.
 */
export type Checkpoint =
  | { session: string }
  /** One request that must find the name free went out; whether it arrived is not known. */
  | { sent: { crc32c: string; since: string } };

/** @param saved what a target was given back; anything else than a checkpoint is none. */
export function readCheckpoint(saved: unknown): Partial<{
  session: string;
  sent: { crc32c: string; since: string };
}> {
  if (typeof saved !== 'object' || saved === null) return {};
  const { session, sent } = saved as Record<string, unknown>;
  if (typeof session === 'string') return { session };
  if (typeof sent !== 'object' || sent === null) return {};
  const { crc32c, since } = sent as Record<string, unknown>;
  return typeof crc32c === 'string' && typeof since === 'string' ? { sent: { crc32c, since } } : {};
}
