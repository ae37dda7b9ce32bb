import { type Call, contentLength, type Gcs, newBlob, openBucket } from './context.ts';
import { bodyOf } from './faults.ts';
import { checkAcl, finishUpload, readHashHeader } from './finish-upload.ts';
import { invalid, sendJson } from './gcs-error.ts';
import { type Metadata, readMetadata } from './metadata.ts';
import { readRelated } from './multipart.ts';
import { checkQuery, readPreconditions, UPLOAD_QUERY } from './query.ts';
import { lost } from './sessions.ts';
import type { Bucket, StoredObject } from './store.ts';

/** The body is the object: https://cloud.google.com/storage/docs/uploading-objects#rest-upload-objects */
export async function uploadMedia(gcs: Gcs, call: Call, bucketName: string): Promise<void> {
  const { request, query, fault } = call;
  checkQuery(query, UPLOAD_QUERY);
  const length = contentLength(request);
  const { bucket, grant } = openBucket(gcs, call, bucketName, 'storage.objects.create');
  checkAcl(bucket, query);
  const contentType = request.headers['content-type'];
  if (contentType === undefined) throw invalid('Content-Type is missing.');
  const metadata: Metadata = { ...readMetadata('', query, bucketName), contentType };
  const blob = newBlob(gcs);
  try {
    for await (const bytes of bodyOf(request, fault)) blob.push(bytes);
    blob.finish();
    if (blob.size() !== length) throw invalid('Content-Length and the body differ.');
    const upload = {
      bucket,
      email: grant.email,
      metadata,
      preconditions: readPreconditions(query),
    };
    answer(
      call,
      finishUpload(upload, blob, readHashHeader(request.headers['x-goog-hash']), gcs.url),
    );
  } catch (error) {
    forget(bucket, metadata, blob);
    throw error;
  }
}

/** The resource and the bytes in one: https://cloud.google.com/storage/docs/json_api/v1/objects/insert */
export async function uploadMultipart(gcs: Gcs, call: Call, bucketName: string): Promise<void> {
  const { request, query, fault } = call;
  checkQuery(query, UPLOAD_QUERY);
  contentLength(request);
  const { bucket, grant } = openBucket(gcs, call, bucketName, 'storage.objects.create');
  checkAcl(bucket, query);
  const blob = newBlob(gcs);
  let metadata: Metadata | undefined;
  try {
    const parts = await readRelated(
      request.headers['content-type'],
      bodyOf(request, fault),
      (bytes) => blob.push(bytes),
    );
    metadata = readMetadata(parts.json, query, bucketName);
    metadata.contentType ??= parts.contentType;
    if (metadata.contentType !== parts.contentType) {
      throw invalid('The Content-Type of the media and the contentType of the resource differ.');
    }
    const upload = {
      bucket,
      email: grant.email,
      metadata,
      preconditions: readPreconditions(query),
    };
    const hashes = readHashHeader(request.headers['x-goog-hash']);
    answer(call, finishUpload(upload, blob, hashes, gcs.url));
  } catch (error) {
    forget(bucket, metadata, blob);
    throw error;
  }
}

/** An answer that is lost leaves the object; all else leaves nothing. */
function forget(
  bucket: Bucket,
  metadata: Metadata | undefined,
  blob: { path: string; remove(): void },
) {
  const stored = metadata && bucket.objects.get(metadata.name);
  if (stored?.path !== blob.path) blob.remove();
}

function answer({ request, response, fault }: Call, { resource }: StoredObject): void {
  if (fault?.does === 'lose') throw lost(request);
  sendJson(response, 200, resource);
}
