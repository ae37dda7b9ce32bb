import { rmSync } from 'node:fs';
import type { Blob } from './blob.ts';
import { GcsError, invalid } from './gcs-error.ts';
import type { Metadata } from './metadata.ts';
import type { Preconditions } from './query.ts';

export type Permission =
  | 'storage.objects.create'
  | 'storage.objects.delete'
  | 'storage.objects.get'
  | 'storage.objects.list';

/** A bucket, and how it treats who comes. */
export type Bucket = {
  name: string;
  /** What each account may, by its email. */
  iam: Map<string, ReadonlySet<Permission>>;
  billing: 'on' | 'off';
  requesterPays: boolean;
  /** Uniform access: ACLs of single objects are refused. */
  uniform: boolean;
  objects: Map<string, StoredObject>;
};

export type StoredObject = {
  name: string;
  path: string;
  size: number;
  generation: string;
  /** The JSON API's object resource. */
  resource: Record<string, unknown>;
};

let last = 0;
/** Microseconds, and never twice the same, as the service's look. */
function nextGeneration(): string {
  last = Math.max(last + 1, Date.now() * 1000);
  return `${last}`;
}

/** @throws GcsError 412. */
export function checkPreconditions(
  object: StoredObject | undefined,
  { match, notMatch }: Preconditions,
): void {
  const generation = object?.generation ?? '0';
  const fails =
    (match !== undefined && match !== generation) ||
    (notMatch !== undefined && notMatch === generation);
  if (!fails) return;
  throw new GcsError(
    412,
    'conditionNotMet',
    'At least one of the pre-conditions you specified did not hold.',
    { location: { type: 'header', name: 'If-Match' } },
  );
}

/** @throws GcsError 400 where the bytes are not those that were announced. */
export function checkHashes(
  announced: { crc32c?: string | undefined; md5Hash?: string | undefined },
  found: { crc32c: string; md5Hash: string },
): void {
  for (const [field, title] of [
    ['crc32c', 'CRC32C'],
    ['md5Hash', 'MD5 hash'],
  ] as const) {
    const said = announced[field];
    if (said === undefined || said === found[field]) continue;
    throw invalid(
      `Provided ${title} "${said}" doesn't match calculated ${title} "${found[field]}".`,
    );
  }
}

/** Makes a whole blob visible under its name. All in one turn, so that no request sees half of it. */
export function putObject(bucket: Bucket, metadata: Metadata, blob: Blob, origin: string) {
  const { name, crc32c: _, md5Hash: __, ...said } = metadata;
  const generation = nextGeneration();
  const time = new Date().toISOString();
  const path = `${origin}/storage/v1/b/${bucket.name}/o/${encodeURIComponent(name)}`;
  const resource = {
    kind: 'storage#object',
    id: `${bucket.name}/${name}/${generation}`,
    selfLink: path,
    mediaLink: `${path.replace('/storage/', '/download/storage/')}?generation=${generation}&alt=media`,
    name,
    bucket: bucket.name,
    generation,
    metageneration: '1',
    contentType: 'application/octet-stream',
    storageClass: 'STANDARD',
    ...said,
    size: `${blob.size()}`,
    ...blob.checksums(),
    etag: Buffer.from(generation).toString('base64'),
    timeCreated: time,
    updated: time,
    timeStorageClassUpdated: time,
  };
  blob.close();
  const before = bucket.objects.get(name);
  const object = { name, path: blob.path, size: blob.size(), generation, resource };
  bucket.objects.set(name, object);
  if (before) rmSync(before.path, { force: true });
  return object;
}
