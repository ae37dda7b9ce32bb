import type { Blob } from './blob.ts';
import { requirePermission } from './context.ts';
import { GcsError, invalid } from './gcs-error.ts';
import { checkHash, type Metadata } from './metadata.ts';
import type { Preconditions } from './query.ts';
import {
  type Bucket,
  checkHashes,
  checkPreconditions,
  putObject,
  type StoredObject,
} from './store.ts';

const ACLS = [
  ...['authenticatedRead', 'bucketOwnerFullControl', 'bucketOwnerRead', 'private'],
  ...['projectPrivate', 'publicRead'],
];

export type Upload = {
  bucket: Bucket;
  email: string;
  metadata: Metadata;
  preconditions: Preconditions;
};

/**
 * The last step of every upload: what is wrong is refused here, before anything is visible.
 * @throws GcsError 400, 403, 412; the blob is the caller's to remove then.
 */
export function finishUpload(
  { bucket, email, metadata, preconditions }: Upload,
  blob: Blob,
  hashes: { crc32c?: string; md5Hash?: string },
  origin: string,
): StoredObject {
  blob.finish();
  const found = blob.checksums();
  checkHashes(metadata, found);
  checkHashes(hashes, found);
  const before = bucket.objects.get(metadata.name);
  checkPreconditions(before, preconditions);
  if (before) requirePermission(bucket, email, 'storage.objects.delete');
  return putObject(bucket, metadata, blob, origin);
}

/** @throws GcsError for a header that is not of the form `crc32c=…,md5=…`. */
export function readHashHeader(header: string | string[] | undefined): {
  crc32c?: string;
  md5Hash?: string;
} {
  const hashes: { crc32c?: string; md5Hash?: string } = {};
  for (const part of [header].flat().join(',').split(',').filter(Boolean)) {
    const [, kind, value] = /^\s*(crc32c|md5)=(\S+)\s*$/.exec(part) ?? [];
    if (!kind || !value) throw invalid(`Invalid x-goog-hash: ${part}`);
    checkHash(kind, value, kind === 'md5' ? 16 : 4);
    hashes[kind === 'md5' ? 'md5Hash' : 'crc32c'] = value;
  }
  return hashes;
}

/** @throws GcsError where ACLs are turned off, and for one that does not exist. */
export function checkAcl(bucket: Bucket, query: URLSearchParams): void {
  const acl = query.get('predefinedAcl');
  if (acl === null) return;
  if (!ACLS.includes(acl)) throw invalid(`Invalid value for predefinedAcl: "${acl}"`);
  if (bucket.uniform) {
    throw new GcsError(
      400,
      'invalid',
      'Cannot insert legacy ACL for an object when uniform bucket-level access is enabled. Read more at https://cloud.google.com/storage/docs/uniform-bucket-level-access',
    );
  }
}
