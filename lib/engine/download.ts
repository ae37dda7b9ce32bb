import path from 'node:path';
import { pipeline, type Readable, Transform } from 'node:stream';
import zlib from 'node:zlib';
import { decodeExtended, parse } from 'content-disposition';
import { Failure, isFailure } from '#lib/errors.ts';
import type { Egress, EgressAnswer } from './egress.ts';
import { tooLarge } from './storage.ts';

export type Download = {
  /** Decoded. Fails with a Failure when the source breaks off, stalls or sends less than announced. */
  body: Readable;
  /** As the source names it: anything at all. */
  filename: string;
  /** Bytes, when the source announced them. */
  size: number | undefined;
};

/**
 * Opens a file of another server for reading.
 * @param limits.deadlineMs until its headers have come. @param limits.idleMs longest silence in the
 * body. @param limits.limit bytes; more announced than this ends in TOO_LARGE before any is read.
 * @throws Failure EGRESS_BLOCKED, SOURCE_FAILED, TOO_LARGE, DEADLINE_EXCEEDED; the signal's reason.
 */
export async function download(
  egress: Egress,
  { url, headers = {} }: { url: string; headers?: Record<string, string> },
  limits: { signal?: AbortSignal; deadlineMs: number; idleMs: number; limit?: number },
): Promise<Download> {
  const { signal, deadlineMs, idleMs, limit = Number.POSITIVE_INFINITY } = limits;
  const asked = { 'accept-encoding': 'identity', 'user-agent': 'Slipway', accept: '*/*', ...lowerCase(headers) };
  const answer = await egress
    .fetch(url, { headers: asked, signal, deadlineMs, idleMs })
    .catch((error) => {
      throw describeSourceError(error, signal, idleMs);
    });
  const { status, body } = answer;
  // The reader below reports errors; nobody listens on a body that is dropped.
  body.on('error', () => {});
  try {
    if (status < 200 || status > 299 || status === 204 || status === 206) throw refused(answer);
    const filename = nameOf(answer);
    const announced = Number(answer.headers['content-length'] ?? Number.NaN);
    const size = Number.isSafeInteger(announced) ? announced : undefined;
    if (size !== undefined && size > limit) throw tooLarge(limit);
    const decoder = decoderFor(answer, filename);
    const check = checked(size);
    const stages = decoder ? ([body, check, decoder] as const) : ([body, check] as const);
    const out = new Transform({ transform: (chunk, _, done) => done(null, chunk) });
    pipeline([...stages, out], (error) => {
      // The pipeline has closed `out` with the raw error unless its reader was first.
      void error;
    });
    return { body: named(out, signal, idleMs), filename, size: decoder ? undefined : size };
  } catch (error) {
    body.destroy();
    throw error;
  }
}
