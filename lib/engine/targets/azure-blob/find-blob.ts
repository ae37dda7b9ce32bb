import { Failure } from '#lib/errors.ts';
import type { AzureContext } from './azure-context.ts';
import { call } from './call.ts';
import { Refusal } from './refusal.ts';
import type { Settings } from './settings.ts';

export type StoredBlob = {
  etag: string | undefined;
  version: string | undefined;
  /** Bytes. */
  size: number;
  /** Base64; of blobs that were stored in one request. */
  md5: string | undefined;
  modified: Date;
};

/**
 * What stands under a name: undefined when nothing does, 'unknown' when the token may not read.
 * @throws as `call` does.
 */
export async function findBlob(
  context: AzureContext,
  blob: string,
  signal: AbortSignal,
): Promise<StoredBlob | 'unknown' | undefined> {
  try {
    const step = `looking for “${blob}”`;
    const { headers } = await call(context, { method: 'HEAD', blob, step, signal });
    return {
      ...readMarks(headers),
      size: Number(headers['content-length']),
      md5: headers['content-md5'] as string | undefined,
      modified: new Date(headers['last-modified'] ?? ''),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 404 && error.code === 'BlobNotFound') return undefined;
    if (error.status === 403 && context.settings.credential.sas) return 'unknown';
    throw error;
  }
}

/** What the service calls what it stored, for the receipt. */
export function readMarks(headers: Readonly<Record<string, string | string[] | undefined>>) {
  const version = headers['x-ms-version-id'];
  return {
    etag: String(headers.etag ?? '').replace(/^"|"$/g, '') || undefined,
    version: typeof version === 'string' ? version : undefined,
  };
}

/** @throws Failure TARGET_EXISTS. */
export async function refuseExisting(context: AzureContext, blob: string, signal: AbortSignal) {
  const found = await findBlob(context, blob, signal);
  if (found && found !== 'unknown') throw existsFailure(context.settings, blob);
}

export function existsFailure({ container }: Settings, blob: string, detail?: string): Failure {
  const words = `“${blob}” exists in container \`${container}\` already, and was left as it is.`;
  return new Failure('TARGET_EXISTS', words, { detail });
}
