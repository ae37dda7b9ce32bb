import { pipeline, type Readable, Transform } from 'node:stream';
import zlib from 'node:zlib';
import { Failure } from '#lib/errors.ts';
import type { Egress, EgressAnswer } from './egress.ts';
import { remoteFilename } from './remote-filename.ts';
import { describeSourceError, refusedBySource } from './source-failure.ts';
import { tooLarge } from './storage.ts';

export type Download = {
  /** Decoded. Fails with a Failure when the source breaks off or stalls. Close it on every path. */
  body: Readable;
  /** As the source names it: anything at all. */
  filename: string;
  /** Bytes, when the source announced them. */
  size: number | undefined;
};

export type DownloadLimits = {
  signal?: AbortSignal | undefined;
  /** Milliseconds until the headers have come. */
  headersMs: number;
  /** Milliseconds that the body may send nothing. */
  idleMs: number;
  /** Bytes; more announced than this is refused before any is read. */
  limit?: number | undefined;
};

/**
 * Opens a file of another server for reading.
 * @throws Failure EGRESS_BLOCKED, SOURCE_FAILED, TOO_LARGE, DEADLINE_EXCEEDED; the signal's reason.
 */
export async function download(
  egress: Egress,
  { url, headers = {} }: { url: string; headers?: Record<string, string> | undefined },
  { signal, headersMs, idleMs, limit = Number.POSITIVE_INFINITY }: DownloadLimits,
): Promise<Download> {
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const asked = { accept: '*/*', 'user-agent': 'Slipway', 'accept-encoding': 'identity' };
  const inWords = (error: Error) =>
    signal?.aborted ? signal.reason : describeSourceError(error, url);
  const answer = await egress
    .fetch(url, {
      headers: { ...asked, ...Object.fromEntries(given) },
      signal,
      deadlineMs: headersMs,
      idleMs,
    })
    .catch((error) => {
      throw inWords(error);
    });
  try {
    // 206 is an answer to a range, which a given header may ask for: a part is not the file.
    if (answer.status !== 200 && answer.status !== 203) throw refusedBySource(answer);
    const announced = answer.headers['content-length'];
    const size = announced === undefined ? undefined : Number(announced);
    if (size !== undefined && size > limit) throw tooLarge(limit);
    const filename = remoteFilename(answer);
    const decoder = decoderFor(answer, filename);
    const body = new Transform({
      transform: (chunk, _, done) => done(null, chunk),
      destroy: (error, done) => done(error && inWords(error)),
    });
    // Errors reach the reader of `body` through its destroy.
    if (decoder) pipeline(answer.body, decoder, body, () => {});
    else pipeline(answer.body, body, () => {});
    return { body, filename, size: decoder ? undefined : size };
  } catch (error) {
    answer.body.on('error', () => {});
    answer.body.destroy();
    throw error;
  }
}

/** Some servers encode although asked not to. */
function decoderFor({ headers }: EgressAnswer, filename: string): Transform | undefined {
  const encoding = String(headers['content-encoding'] ?? 'identity')
    .trim()
    .toLowerCase();
  // An archive that is called encoded is the file itself: nobody wants the .tar out of the .tar.gz.
  if (/gzip$/.test(encoding) && /\.t?gz$/i.test(filename)) return undefined;
  switch (encoding) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip();
    case 'deflate':
      return zlib.createInflate();
    case 'br':
      return zlib.createBrotliDecompress();
    case 'zstd':
      return zlib.createZstdDecompress();
    default:
      throw new Failure(
        'SOURCE_FAILED',
        `The server sent the file encoded as "${encoding}", which cannot be read.`,
      );
  }
}
