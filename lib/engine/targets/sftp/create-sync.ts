import type { Line } from './line.ts';

/** Milliseconds. A connection answers one thing after the other, so it stands still meanwhile. */
const EVERY = 5_000;

/**
 * Has the server put on its disk what it was sent, now and then: what a checkpoint says should outlive it.
 * A second connection for this gains nothing: the disk has the same to do (tried, with 1 GiB).
 * @returns does not throw: it is asked for once more at the end, where a refusal counts.
 */
export function createSync({ connection, signal }: Line, handle: Buffer): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (!connection.has('fsync@openssh.com') || performance.now() - last < EVERY) return;
    last = performance.now();
    await connection.call(signal, (sftp) => sftp.fsync(handle)).catch(() => {});
  };
}
