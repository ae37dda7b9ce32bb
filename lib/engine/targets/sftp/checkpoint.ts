import { z } from 'zod';
import type { SendBytes } from './send-bytes.ts';

const Checkpoint = z.object({
  /** The whole path of the file under its temporary name. */
  temporary: z.string().min(1),
  /** Bytes from its beginning that the server has said it has written. */
  acknowledged: z.int().nonnegative(),
  /** Being given its name: it may stand there already. */
  isWhole: z.boolean().optional(),
});

/** A file that was begun. */
export type Checkpoint = z.infer<typeof Checkpoint>;

/** What an earlier attempt saved; undefined for anything else. */
export function readCheckpoint(saved: unknown): Checkpoint | undefined {
  return Checkpoint.safeParse(saved).data;
}

/** Milliseconds between two fsyncs on the way: what a checkpoint says should outlive the server. */
const SYNC_EVERY = 5_000;

/** Saves one after the other, beside the sending; what comes meanwhile is saved with the next. */
export function createCheckpoints(
  { line, handle, from, checkpointEvery, save }: SendBytes,
  fail: (error: unknown) => void,
): { reach(acknowledged: number): void; settle(): Promise<void> } {
  const { connection, signal } = line;
  let saved = from;
  let synced = performance.now();
  let saving: Promise<void> | undefined;

  async function note(acknowledged: number): Promise<void> {
    if (performance.now() - synced >= SYNC_EVERY && connection.has('fsync@openssh.com')) {
      synced = performance.now();
      // It is asked for again at the end, where a refusal counts.
      await connection
        .call(signal, (sftp) => sftp.fsync(handle))
        .catch(() => signal.throwIfAborted());
    }
    await save(acknowledged);
  }
  return {
    reach(acknowledged) {
      if (saving || acknowledged - saved < checkpointEvery) return;
      saved = acknowledged;
      saving = note(acknowledged)
        .catch(fail)
        .finally(() => {
          saving = undefined;
        });
    },
    settle: async () => saving,
  };
}
