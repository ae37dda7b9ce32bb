import { hashWhole } from '../../delivery/read-whole.ts';
import type { Attempt, OutgoingFile, Receipt } from '../../delivery/target.ts';
import type { AzureContext } from './azure-context.ts';
import { call } from './call.ts';
import { readSinglePut, type SinglePut } from './checkpoint.ts';
import { existsFailure, findBlob, readMarks } from './find-blob.ts';
import { Refusal } from './refusal.ts';

/** Milliseconds by which our clock and the service's may differ. */
const CLOCKS_APART = 300_000;

/**
 * Stores a file in one request. Its MD5 goes ahead of it, so that the service stores nothing wrong;
 * it stays with the blob.
 * @throws Failure TARGET_EXISTS; what the file and `call` throw.
 */
export async function putWhole(
  context: AzureContext,
  file: OutgoingFile,
  attempt: Attempt,
): Promise<Omit<Receipt, 'location'>> {
  const { settings, clock } = context;
  const { signal, progress } = attempt;
  progress(0);
  const { md5: digest, bytes } = await hashWhole(file, () => {
    signal.throwIfAborted();
    progress(0);
  });
  const md5 = digest.toString('base64');
  const earlier = readSinglePut(attempt.checkpoint);
  if (file.createOnly && !earlier) {
    await attempt.saveCheckpoint({ md5, since: clock.now().toISOString() } satisfies SinglePut);
  }
  try {
    const { headers } = await call(context, {
      method: 'PUT',
      blob: file.name,
      headers: {
        'x-ms-blob-type': 'BlockBlob',
        'x-ms-blob-content-type': file.contentType,
        ...settings.headers,
        'content-md5': md5,
        ...(file.createOnly ? { 'if-none-match': '*' } : {}),
      },
      body: bytes ?? (await file.open()),
      length: file.size,
      sent: progress,
      step: `storing “${file.name}”`,
      signal,
    });
    progress(file.size);
    return readMarks(headers);
  } catch (error) {
    if (!file.createOnly || !isTaken(error)) throw error;
    // It may be our own, of a try whose answer was lost.
    const own = earlier && (await findOwn(context, file, earlier, signal));
    if (own) return { etag: own.etag, version: own.version };
    throw existsFailure(settings, file.name, error.detail);
  }
}

/** 409 BlobAlreadyExists, or 412 with the condition of the request; leases are 412 too. */
export const isTaken = (error: unknown): error is Refusal =>
  error instanceof Refusal &&
  (error.code === 'BlobAlreadyExists' ||
    error.code === 'ConditionNotMet' ||
    (error.status === 412 && error.code === ''));

async function findOwn(
  context: AzureContext,
  file: OutgoingFile,
  { md5, since }: SinglePut,
  signal: AbortSignal,
) {
  const found = await findBlob(context, file.name, signal);
  if (!found || found === 'unknown') return undefined;
  const isOurs = found.md5 === md5 && found.size === file.size;
  return isOurs && found.modified.getTime() >= Date.parse(since) - CLOCKS_APART ? found : undefined;
}
