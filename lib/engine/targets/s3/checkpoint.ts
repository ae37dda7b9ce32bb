import { z } from 'zod';

const Checkpoint = z.object({
  uploadId: z.string().min(1),
  /** Bytes. */
  partSize: z.int().positive(),
  /** Each part is signed with its SHA-256, so that the service has compared it. */
  signed: z.boolean().optional(),
  /** The ETag that the object will have; there once all parts are and joining them begins. */
  joined: z.string().optional(),
});

/** An upload in parts that was begun. */
export type Checkpoint = z.infer<typeof Checkpoint>;

/** What an earlier attempt saved; undefined for anything else. */
export function readCheckpoint(saved: unknown): Checkpoint | undefined {
  return Checkpoint.safeParse(saved).data;
}
