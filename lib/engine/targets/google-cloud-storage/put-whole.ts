import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Attempt, OutgoingFile } from '../../delivery/target.ts';
import { type ObjectResource, Refusal, readObject } from './answer.ts';
import { bucketPath, call } from './call.ts';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { type Checksum, createChecksum } from './checksum.ts';
import { existsFailure, findObject } from './find-object.ts';
import type { GcsContext } from './gcs-context.ts';
import { contentTypeOf, objectMetadata, uploadQuery } from './object-metadata.ts';

/** Bytes that count as one sign of life on a slow line. */
const PIECE = 256 << 10;
/** Milliseconds by which our clock and Google's may differ. */
const CLOCKS_APART = 300_000;

/**
 * Stores a small file in one request. Its CRC32C goes ahead of the bytes, so that the service itself
 * refuses others.
 * https://cloud.google.com/storage/docs/uploading-objects#rest-upload-objects
 * @throws Failure TARGET_EXISTS; Refusal; what the file and egress.send throw.
 */
export async function putWhole(
  context: GcsContext,
  file: OutgoingFile,
  attempt: Attempt,
): Promise<{ object: ObjectResource | undefined; checksum: Checksum }> {
  const { settings, clock } = context;
  const { signal, progress } = attempt;
  progress(0);
  const bytes = await buffer(await file.open());
  const checksum = createChecksum();
  checksum.take(0, bytes);
  const crc32c = checksum.text();
  const { sent } = readCheckpoint(attempt.checkpoint);
  if (file.createOnly && !sent) {
    const since = clock.now().toISOString();
    await attempt.saveCheckpoint({ sent: { crc32c, since } } satisfies Checkpoint);
  }
  const boundary = `slipway-${randomUUID()}`;
  const head = Buffer.from(
    [
      `--${boundary}`,
      'Content-Type: application/json; charset=UTF-8',
      '',
      objectMetadata(settings, file, crc32c),
      `--${boundary}`,
      `Content-Type: ${contentTypeOf(settings, file)}`,
      '',
      '',
    ].join('\r\n'),
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  try {
    const answer = await call(context, {
      method: 'POST',
      path: `/upload/storage/v1${bucketPath(settings.bucket)}`,
      query: uploadQuery(settings, file, 'multipart'),
      headers: {
        'content-type': `multipart/related; boundary=${boundary}`,
        'content-length': `${head.length + bytes.length + tail.length}`,
      },
      body: () => openBody([head, bytes, tail], progress),
      step: 'storing the file',
      signal,
    });
    return { object: await readObject(answer), checksum };
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 412 || !file.createOnly) throw error;
    const own = sent && (await findOwn(context, file, sent, signal));
    if (own) return { object: own, checksum };
    throw existsFailure(settings, file.name, error.detail);
  }
}

/** What an earlier try stored whose answer was lost: the same bytes, made since then. */
async function findOwn(
  context: GcsContext,
  file: OutgoingFile,
  sent: { crc32c: string; since: string },
  signal: AbortSignal,
): Promise<ObjectResource | undefined> {
  const found = await findObject(context, file.name, signal);
  if (found?.crc32c !== sent.crc32c || found.size !== file.size) return undefined;
  const made = Date.parse(found.timeCreated ?? '');
  return made >= Date.parse(sent.since) - CLOCKS_APART ? found : undefined;
}

/**
 * What is one piece goes out in one write: a service that refuses the head and hangs up is heard then,
 * rather than found gone while the rest is written.
 */
function openBody(
  parts: [Buffer, Buffer, Buffer],
  progress: (bytes: number) => void,
): Readable | Buffer {
  if (parts[1].length <= PIECE) return Buffer.concat(parts);
  return Readable.from(inPieces(parts, progress), { highWaterMark: 1 });
}

function* inPieces(
  [head, bytes, tail]: [Buffer, Buffer, Buffer],
  progress: (bytes: number) => void,
): Generator<Buffer> {
  yield head;
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE);
    progress(at + piece.length);
    yield piece;
  }
  yield tail;
}
