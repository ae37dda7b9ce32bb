import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { partSizeFor } from '../../delivery/send-parts.ts';

const Checkpoint = z.object({
  /** What the names of its segments begin with, a slash at its end. */
  prefix: z.string().min(1),
  /** Bytes. */
  segmentSize: z.int().positive(),
  /** Set once all segments are there and joining them begins. */
  joining: z.literal(true).optional(),
});

/** An upload in segments that was begun. */
export type Checkpoint = z.infer<typeof Checkpoint>;

/** What an earlier attempt saved; undefined for anything else. */
export function readCheckpoint(saved: unknown): Checkpoint | undefined {
  return Checkpoint.safeParse(saved).data;
}

const MARK = '_segments';

/**
 * Where segments go, by the custom of OpenStack's own clients; undefined when the name would be too long.
 */
export function segmentContainerOf(container: string): string | undefined {
  return Buffer.byteLength(container + MARK) <= 256 ? container + MARK : undefined;
}

/** Bytes of a name that stand in the names of its segments, which have 1,024 at most. */
const OF_NAME = 900;

/** What the names of all segments begin with that were made for an object of that name. */
export const segmentsOf = (name: string): string => `${cutBytes(name, OF_NAME)}/slipway/`;

/** A new upload. People who look into the container see by the prefix what a segment belongs to. */
export function planUpload(
  name: string,
  size: number,
  { segmentSize, maxSegments }: { segmentSize: number; maxSegments: number },
): Checkpoint {
  return {
    prefix: `${segmentsOf(name)}${randomUUID()}/`,
    segmentSize: partSizeFor(size, segmentSize, maxSegments),
  };
}

/** Counted from 1, in an order that listings share. */
export const segmentName = ({ prefix }: Checkpoint, number: number): string =>
  prefix + `${number}`.padStart(6, '0');

/** The start of a text that has so many bytes at most, no character cut. */
function cutBytes(text: string, most: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  return new TextDecoder().decode(bytes.subarray(0, most), { stream: true });
}
