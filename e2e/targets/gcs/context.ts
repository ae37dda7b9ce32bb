import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { type Accounts, anonymous, type Grant } from './accounts.ts';
import { type Blob, createBlob } from './blob.ts';
import type { Fault } from './faults.ts';
import { GcsError } from './gcs-error.ts';
import type { Session } from './sessions.ts';
import type { Bucket, Permission } from './store.ts';

/** What the handlers share. */
export type Gcs = {
  dir: string;
  /** Without a slash at the end. */
  url: string;
  accounts: Accounts;
  buckets: Map<string, Bucket>;
  sessions: Map<string, Session>;
  /** Milliseconds. */
  sessionsLast: () => number;
  now: () => number;
  count: { blobs: number };
};

/** One request, as handlers get it. */
export type Call = {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  fault: Fault | undefined;
};

const WRITING = ['cloud-platform', 'devstorage.full_control', 'devstorage.read_write'];
const READING = [...WRITING, 'devstorage.read_only', 'cloud-platform.read-only'];

/** The bucket, once it is sure that the caller may do this to it. @throws GcsError 401, 403, 404, 400. */
export function openBucket(
  { accounts, buckets }: Gcs,
  { request, query }: Pick<Call, 'request' | 'query'>,
  name: string,
  permission: Permission,
): { bucket: Bucket; grant: Grant } {
  const grant = accounts.findGrant(request.headers.authorization);
  if (!grant) throw anonymous(permission);
  const isReading = permission.endsWith('.get') || permission.endsWith('.list');
  const scopes = (isReading ? READING : WRITING).map(
    (one) => `https://www.googleapis.com/auth/${one}`,
  );
  if (!grant.scopes.some((scope) => scopes.includes(scope))) {
    throw new GcsError(403, 'forbidden', 'Provided scope(s) are not authorized');
  }
  const bucket = buckets.get(name);
  if (!bucket) throw new GcsError(404, 'notFound', 'The specified bucket does not exist.');
  requirePermission(bucket, grant.email, permission);
  // googleapis/python-storage#1456
  if (bucket.billing === 'off') {
    const words = 'The billing account for the owning project is disabled in state absent';
    throw new GcsError(403, 'accountDisabled', words, {
      location: { type: 'header', name: 'Authorization' },
    });
  }
  if (bucket.requesterPays && !query.has('userProject')) {
    const words = 'Bucket is a requester pays bucket but no user project provided.';
    throw new GcsError(400, 'required', words);
  }
  return { bucket, grant };
}

/** @throws GcsError 403, in the service's own words. */
export function requirePermission(bucket: Bucket, email: string, permission: Permission): void {
  if (bucket.iam.get(email)?.has(permission)) return;
  const words = `${email} does not have ${permission} access to the Google Cloud Storage object. Permission '${permission}' denied on resource (or it may not exist).`;
  throw new GcsError(403, 'forbidden', words);
}

export function newBlob(gcs: Gcs): Blob {
  gcs.count.blobs += 1;
  return createBlob(path.join(gcs.dir, `${gcs.count.blobs}`));
}

/** Bytes of the body. Google takes chunked bodies; a client of a known file has no need of them. */
export function contentLength({ headers }: IncomingMessage): number {
  const length = headers['content-length'];
  if (headers['transfer-encoding'] !== undefined || length === undefined) {
    throw new GcsError(411, 'required', 'Length Required');
  }
  return Number(length);
}
