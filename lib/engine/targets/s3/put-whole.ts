import { Readable } from 'node:stream';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { Failure } from '#lib/errors.ts';
import { openBody } from '../../delivery/open-body.ts';
import { readSmall } from '../../delivery/read-whole.ts';
import type { Attempt, OutgoingFile, Receipt } from '../../delivery/target.ts';
import { findAnswer } from './answer.ts';
import { signBody } from './client.ts';
import { findObject, plainEtag, refuseExisting } from './find-object.ts';
import { md5Of } from './md5-of.ts';
import { objectInput } from './object-input.ts';
import type { S3Context } from './s3-context.ts';

/**
 * Stores a file in one request, which the service checks against the SHA-256 it is signed with.
 * @throws Failure TARGET_EXISTS, TARGET_NOT_FOUND; what the file and the SDK throw.
 */
export async function putWhole(
  context: S3Context,
  file: OutgoingFile,
  { signal, progress }: Attempt,
): Promise<Omit<Receipt, 'location'>> {
  const { client, settings, unanswered } = context;
  const own =
    file.createOnly && unanswered.has(file.name) ? await findOwn(context, file, signal) : undefined;
  unanswered.delete(file.name);
  if (own) return own;
  if (file.createOnly && settings.vendor.createOnly === 'unknown') {
    await refuseExisting(context, file.name, signal);
  }
  progress(0);
  const body =
    (await readSmall(file)) ??
    (await openBody(file, undefined, { md5: false, sent: progress })).stream;
  try {
    const command = new PutObjectCommand({
      ...objectInput(settings, file),
      Body: body,
      ContentLength: file.size,
      IfNoneMatch: file.createOnly ? '*' : undefined,
    });
    const { ETag, VersionId } = await client.send(signBody(command, file.sha256), {
      abortSignal: signal,
    });
    progress(file.size);
    const etag = plainEtag(ETag);
    if (!etag) return await confirmStored(context, file, signal);
    return { etag, version: VersionId };
  } catch (error) {
    const status = findAnswer(error)?.status;
    if (status === undefined || status >= 500) unanswered.add(file.name);
    throw error;
  } finally {
    if (body instanceof Readable) body.destroy();
  }
}

/** With a name that must be free, a file whose answer was lost would be in its own way. */
async function findOwn(context: S3Context, file: OutgoingFile, signal: AbortSignal) {
  const found = await findObject(context, file.name, signal);
  if (!found || found === 'unknown' || found.size !== file.size) return undefined;
  return found.etag === (await md5Of(file, undefined, signal))
    ? { etag: found.etag, version: found.version }
    : undefined;
}

/** A success without an ETag may come from any web server: only what can be asked for is stored. */
async function confirmStored(context: S3Context, file: OutgoingFile, signal: AbortSignal) {
  const found = await findObject(context, file.name, signal);
  if (found && found !== 'unknown' && found.size === file.size) {
    return { etag: found.etag, version: found.version };
  }
  const { host, bucket } = context.settings;
  const words = `${host} took “${file.name}” for bucket \`${bucket}\`, but shows no such file. It may be no S3 service: check the endpoint.`;
  throw new Failure('TARGET_NOT_FOUND', words, { fields: { endpoint: [words] } });
}
