import { z } from 'zod';

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
