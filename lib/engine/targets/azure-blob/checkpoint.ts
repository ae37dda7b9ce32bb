import { z } from 'zod';

const BlockUpload = z.object({
  /** Of the ids of its blocks. */
  prefix: z.string().length(32),
  /** Bytes. */
  blockSize: z.int().positive(),
  /** Numbers of blocks that arrived, as ranges; kept for tokens that may not ask. */
  sent: z.array(z.tuple([z.int().positive(), z.int().positive()])).optional(),
});

const SinglePut = z.object({
  /** Base64 of the bytes of a file that must be new, about to be stored in one request. */
  md5: z.string(),
  /** ISO, by our clock. */
  since: z.string(),
});

/** An upload in blocks that was begun. */
export type BlockUpload = z.infer<typeof BlockUpload>;
export type SinglePut = z.infer<typeof SinglePut>;

/** What an earlier attempt saved; undefined for anything else. */
export const readBlockUpload = (saved: unknown): BlockUpload | undefined =>
  BlockUpload.safeParse(saved).data;

export const readSinglePut = (saved: unknown): SinglePut | undefined =>
  SinglePut.safeParse(saved).data;
