import { z } from 'zod';
import { isFailure } from '#lib/errors.ts';
import { readJson } from './exchange.ts';
import type { Swift } from './swift.ts';

/** What the object store can do. */
export type Limits = {
  /** Bytes of one object. */
  maxFileSize: number;
  /** Segments of a static large object; undefined: it cannot join segments. */
  maxSegments: number | undefined;
  /** Whether the store has told so itself. */
  isKnown: boolean;
};

const GIB = 1 << 30;

/** Swift's own, which clouds seldom change. */
export const USUAL_LIMITS: Limits = { maxFileSize: 5 * GIB, maxSegments: 1000, isKnown: false };

const Info = z.object({
  swift: z.object({ max_file_size: z.number().positive().optional() }),
  slo: z.object({ max_manifest_segments: z.number().positive().optional() }).optional(),
});

/** What a store tells about itself; undefined when it is not of that kind. */
export function readInfo(info: unknown): Limits | undefined {
  const known = Info.safeParse(info).data;
  if (!known) return undefined;
  const { swift, slo } = known;
  return {
    maxFileSize: swift.max_file_size ?? USUAL_LIMITS.maxFileSize,
    maxSegments: slo && (slo.max_manifest_segments ?? USUAL_LIMITS.maxSegments),
    isKnown: true,
  };
}

/** Asks the store; many clouds do not let everybody see it. @throws the signal's reason. */
export async function findLimits(swift: Swift, signal: AbortSignal): Promise<Limits> {
  try {
    const reply = await swift.beside('info', signal);
    return (reply.status === 200 && readInfo(readJson(reply))) || USUAL_LIMITS;
  } catch (error) {
    signal.throwIfAborted();
    // It is the upload itself that tells what is wrong.
    if (isFailure(error)) return USUAL_LIMITS;
    throw error;
  }
}
