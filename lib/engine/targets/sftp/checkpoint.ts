import { z } from 'zod';
import { temporaryPath } from './remote-path.ts';
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

/** Where a file is begun under a mark. */
export const firstCheckpoint = (name: string, mark: string): Checkpoint => ({
  temporary: temporaryPath(name, mark),
  acknowledged: 0,
});

/** What an earlier attempt saved; undefined for anything else. */
export function readCheckpoint(saved: unknown): Checkpoint | undefined {
  return Checkpoint.safeParse(saved).data;
}

/** Saves one after the other, beside the sending; what comes meanwhile is saved with the next. */
export function createCheckpoints(
  { from, checkpointEvery, sync, save }: SendBytes,
  fail: (error: unknown) => void,
): { reach(acknowledged: number): void; settle(): Promise<void> } {
  let saved = from;
  let saving: Promise<void> | undefined;
  return {
    reach(acknowledged) {
      if (saving || acknowledged - saved < checkpointEvery) return;
      saved = acknowledged;
      saving = sync()
        .then(() => save(acknowledged))
        .catch(fail)
        .finally(() => {
          saving = undefined;
        });
    },
    settle: async () => saving,
  };
}
