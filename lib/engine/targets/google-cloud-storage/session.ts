import type { Readable } from 'node:stream';
import { Failure } from '#lib/errors.ts';
import { readAnswer } from '../../delivery/read-answer.ts';
import type { OutgoingFile } from '../../delivery/target.ts';
import type { EgressAnswer } from '../../egress.ts';
import { type ObjectResource, readObject, readRefusal, type Step } from './answer.ts';
import { bucketPath, call } from './call.ts';
import type { GcsContext } from './gcs-context.ts';
import { contentTypeOf, objectMetadata, uploadQuery } from './object-metadata.ts';

/**
 * Upload sessions. Their address is all that is needed to write to them, so no token goes along, and a
 * token that ends half-way does not matter.
 * https://cloud.google.com/storage/docs/performing-resumable-uploads
 */

/** How far an upload is: bytes that the service keeps, or the object when it is whole. */
export type UploadState = { kept: number } | { object: ObjectResource | undefined };

/** The session is no more: unknown, expired after a week, cancelled, or failed. */
const GONE = new Set([404, 410, 499]);

/** @returns the session's address: a secret. @throws Failure; as call. */
export async function beginSession(
  context: GcsContext,
  file: OutgoingFile,
  signal: AbortSignal,
): Promise<string> {
  const { settings } = context;
  const body = objectMetadata(settings, file);
  const answer = await call(context, {
    method: 'POST',
    path: `/upload/storage/v1${bucketPath(settings.bucket)}`,
    query: uploadQuery(settings, file, 'resumable'),
    headers: {
      'content-type': 'application/json; charset=UTF-8',
      'content-length': `${Buffer.byteLength(body)}`,
      'x-upload-content-type': contentTypeOf(settings, file),
      'x-upload-content-length': `${file.size}`,
    },
    body: () => body,
    step: 'beginning the upload',
    signal,
  });
  await readAnswer(answer.body);
  const { location } = answer.headers;
  const url = typeof location === 'string' ? URL.parse(location) : null;
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  const words = `${settings.host} began an upload and did not say where it goes on. It may be no Google Cloud Storage: check the endpoint.`;
  throw new Failure('TARGET_NOT_FOUND', words, { fields: { endpoint: [words] } });
}

export type Put = {
  session: string;
  /** Bytes of the range, and of the whole file. Without a range all bytes are there already. */
  range?: { start: number; end: number };
  size: number;
  body?: Readable | Buffer;
  /** Of the whole file, with the last bytes only: the service compares before it makes the object. */
  crc32c?: string;
  signal: AbortSignal;
};

/** Sends bytes, or asks for completion. @throws Refusal; as egress.send. */
export async function putToSession({ egress }: GcsContext, put: Put): Promise<UploadState> {
  const { session, range, size, body, crc32c, signal } = put;
  const answer = await egress.send(session, {
    method: 'PUT',
    headers: {
      'content-length': `${range ? range.end - range.start + 1 : 0}`,
      'content-range': `bytes ${range ? `${range.start}-${range.end}` : '*'}/${size}`,
      // In the last request of a session: googleapis/google-cloud-cpp#15815
      ...(crc32c ? { 'x-goog-hash': `crc32c=${crc32c}` } : {}),
    },
    body,
    signal,
  });
  return readState(answer, 'sending the bytes');
}

/** @returns undefined when the session is no more. @throws Refusal; as egress.send. */
export async function askSession(
  { egress }: GcsContext,
  session: string,
  size: number,
  signal: AbortSignal,
): Promise<UploadState | undefined> {
  const headers = { 'content-length': '0', 'content-range': `bytes */${size}` };
  const answer = await egress.send(session, { method: 'PUT', headers, signal });
  if (GONE.has(answer.status)) {
    await readAnswer(answer.body);
    return undefined;
  }
  return readState(answer, 'asking how far the upload is');
}

/** Removes what the service keeps of an upload; 499 is how it says yes. @throws Refusal; as egress.send. */
export async function cancelSession(
  { egress }: GcsContext,
  session: string,
  signal: AbortSignal,
): Promise<void> {
  const headers = { 'content-length': '0' };
  const answer = await egress.send(session, { method: 'DELETE', headers, signal });
  const isDone = GONE.has(answer.status) || (answer.status >= 200 && answer.status < 300);
  if (!isDone) throw await readRefusal(answer, 'cancelling the upload');
  await readAnswer(answer.body);
}

async function readState(answer: EgressAnswer, step: Step): Promise<UploadState> {
  if (answer.status === 200 || answer.status === 201) return { object: await readObject(answer) };
  if (answer.status !== 308) throw await readRefusal(answer, step);
  await readAnswer(answer.body);
  // Without the header nothing is kept yet.
  const end = /^bytes=0-(\d+)$/.exec(String(answer.headers.range ?? ''))?.[1];
  return { kept: end === undefined ? 0 : Number(end) + 1 };
}
