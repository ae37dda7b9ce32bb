import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { Failure } from '#lib/errors.ts';
import { findAnswer } from './answer.ts';
import type { S3Context } from './s3-context.ts';
import type { Settings } from './settings.ts';

export type StoredObject = {
  etag: string | undefined;
  version: string | undefined;
  /** Bytes. */
  size: number | undefined;
};

/**
 * What stands under a key: undefined when nothing does, 'unknown' when the access key may not ask.
 * A key without s3:ListBucket is answered 403 for what does not exist.
 * @throws what the SDK throws.
 */
export async function findObject(
  { client, settings }: S3Context,
  key: string,
  signal: AbortSignal,
): Promise<StoredObject | 'unknown' | undefined> {
  try {
    const { ETag, VersionId, ContentLength } = await client.send(
      new HeadObjectCommand({ Bucket: settings.bucket, Key: key }),
      { abortSignal: signal },
    );
    return { etag: plainEtag(ETag), version: VersionId, size: ContentLength };
  } catch (error) {
    const status = findAnswer(error)?.status;
    if (status === 404) return undefined;
    if (status === 403) return 'unknown';
    throw error;
  }
}

/** @throws Failure TARGET_EXISTS. */
export async function refuseExisting(context: S3Context, key: string, signal: AbortSignal) {
  const found = await findObject(context, key, signal);
  if (found && found !== 'unknown') throw existsFailure(context.settings, key);
}

export function existsFailure({ bucket }: Settings, key: string, detail?: string): Failure {
  const words = `“${key}” exists in bucket \`${bucket}\` already, and was left as it is.`;
  return new Failure('TARGET_EXISTS', words, { detail });
}

/** Without quotes; an empty one is none. */
export const plainEtag = (etag: string | undefined): string | undefined =>
  etag?.replace(/^"|"$/g, '') || undefined;
