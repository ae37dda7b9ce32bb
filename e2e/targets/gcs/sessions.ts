import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BLOCK, type Blob } from './blob.ts';
import { type Call, contentLength, type Gcs, newBlob, openBucket } from './context.ts';
import { bodyOf, type Step } from './faults.ts';
import { checkAcl, finishUpload, readHashHeader, type Upload } from './finish-upload.ts';
import { Broken, GcsError, invalid, required, sendJson } from './gcs-error.ts';
import { readMetadata } from './metadata.ts';
import { checkQuery, readPreconditions, SESSION_QUERY, UPLOAD_QUERY } from './query.ts';
import { readText } from './read-text.ts';
import type { StoredObject } from './store.ts';

/**
 * Resumable uploads.
 * https://cloud.google.com/storage/docs/performing-resumable-uploads; details that it leaves open as in
 * Google's own googleapis/storage-testbench, testbench/rest_server.py.
 */
export type Session = Upload & {
  blob: Blob;
  expires: number;
  /** Bytes of the whole, once a request has told it. */
  total: number | undefined;
  state: 'open' | 'done' | 'cancelled' | 'dead';
  object: StoredObject | undefined;
  /** Brings bytes at the moment. */
  active: { request: IncomingMessage; over: Promise<void> } | undefined;
};

export async function startSession(gcs: Gcs, call: Call, bucketName: string): Promise<void> {
  const { request, response, query, fault } = call;
  checkQuery(query, UPLOAD_QUERY);
  const length = contentLength(request);
  const { bucket, grant } = openBucket(gcs, call, bucketName, 'storage.objects.create');
  checkAcl(bucket, query);
  if (length > 0 && !/^application\/json(;|$)/.test(request.headers['content-type'] ?? '')) {
    throw invalid('The resource must be application/json.');
  }
  const json = await readText(bodyOf(request, fault));
  const metadata = readMetadata(json, query, bucketName);
  const type = request.headers['x-upload-content-type'];
  if (typeof type === 'string') {
    if (metadata.contentType !== undefined && metadata.contentType !== type) {
      throw invalid('X-Upload-Content-Type and the contentType of the resource differ.');
    }
    metadata.contentType = type;
  }
  const total = request.headers['x-upload-content-length'];
  if (total !== undefined && !/^\d+$/.test(String(total))) {
    throw invalid('Invalid X-Upload-Content-Length.');
  }
  const id = randomBytes(60).toString('base64url');
  gcs.sessions.set(id, {
    ...{ bucket, email: grant.email, metadata, preconditions: readPreconditions(query) },
    blob: newBlob(gcs),
    expires: gcs.now() + gcs.sessionsLast(),
    total: total === undefined ? undefined : Number(total),
    state: 'open',
    object: undefined,
    active: undefined,
  });
  // The way the client came: through a proxy that breaks things, say.
  const origin = request.headers.host ? `http://${request.headers.host}` : gcs.url;
  const at = `${origin}/upload/storage/v1/b/${bucketName}/o?uploadType=resumable&upload_id=${id}`;
  if (fault?.does === 'lose') throw lost(request);
  response.writeHead(200, { location: at, 'x-guploader-uploadid': id, 'content-length': 0 }).end();
}

/** What a request to a session is for. */
export function stepOfSession({ method, headers }: IncomingMessage): Step {
  if (method === 'DELETE') return 'cancel';
  return /^bytes \*\//.test(headers['content-range'] ?? '') ? 'status' : 'chunk';
}

export async function callSession(gcs: Gcs, call: Call, bucketName: string): Promise<void> {
  const { request, query } = call;
  checkQuery(query, SESSION_QUERY);
  // The address alone is enough; who sends a token as well sends one that is right.
  gcs.accounts.findGrant(request.headers.authorization);
  const session = findSession(gcs, query.get('upload_id'), bucketName);
  if (request.method === 'DELETE') return cancel(session, call);
  if (session.active) {
    session.active.request.destroy();
    await session.active.over;
  }
  if (session.state === 'cancelled')
    throw new GcsError(499, 'cancelled', 'The upload was cancelled.');
  if (session.state === 'dead') throw new GcsError(410, 'gone', 'The upload has failed.');
  const { promise, resolve } = Promise.withResolvers<void>();
  session.active = { request, over: promise };
  try {
    if (stepOfSession(request) === 'status') tellStatus(gcs, call, session);
    else await takeChunk(gcs, call, session);
  } finally {
    session.active = undefined;
    resolve();
  }
}

function findSession(gcs: Gcs, id: string | null, bucketName: string): Session {
  if (id === null) throw required('Required parameter: upload_id');
  const session = gcs.sessions.get(id);
  if (!session || session.bucket.name !== bucketName)
    throw new GcsError(404, 'notFound', 'Not Found');
  if (session.expires <= gcs.now() && session.state !== 'done') {
    session.blob.remove();
    throw new GcsError(410, 'gone', 'The requested upload session has expired.');
  }
  return session;
}

/** https://cloud.google.com/storage/docs/performing-resumable-uploads#cancel-upload */
function cancel(session: Session, { request, response }: Call): void {
  // The documentation sends a Content-Length of 0, which undici leaves out of a DELETE.
  const { headers } = request;
  if (Number(headers['content-length'] ?? 0) !== 0 || headers['transfer-encoding'] !== undefined) {
    throw invalid('A cancelling request has no body.');
  }
  if (session.state === 'open') {
    session.state = 'cancelled';
    session.active?.request.destroy();
    session.blob.remove();
  }
  response.writeHead(499, { 'content-length': 0 }).end();
}

function tellStatus(gcs: Gcs, call: Call, session: Session): void {
  const { request } = call;
  if (contentLength(request) !== 0) throw invalid('A status query has no body.');
  const [, text] = /^bytes \*\/(\d+|\*)$/.exec(request.headers['content-range'] ?? '') ?? [];
  if (text === undefined) throw invalid('Failed to parse Content-Range header.');
  if (text !== '*') agreeOnTotal(session, Number(text));
  if (session.state === 'open' && session.blob.size() === session.total) finish(gcs, call, session);
  else tell(call, session);
}

async function takeChunk(gcs: Gcs, call: Call, session: Session): Promise<void> {
  const { request, fault } = call;
  if (session.state === 'done') throw invalid('The upload is complete already.');
  const length = contentLength(request);
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(request.headers['content-range'] ?? '');
  if (!range) throw invalid('Failed to parse Content-Range header.');
  const [first, end] = [Number(range[1]), Number(range[2]) + 1];
  if (end - first !== length) throw invalid('Content-Range and Content-Length differ.');
  if (range[3] !== '*') agreeOnTotal(session, Number(range[3]));
  const isLast = end === session.total;
  const kept = session.blob.size();
  if (session.total !== undefined && end > session.total)
    throw invalid('The range is past the end.');
  if (first > kept) {
    throw invalid(
      `Invalid request. According to the Content-Range header, the upload offset is ${first} byte(s), which exceeds already uploaded size of ${kept} byte(s).`,
    );
  }
  // The service passes over what it has already. Who sends it has not asked where to go on.
  if (first < kept)
    throw invalid(`${kept} bytes are here already, and the range begins at ${first}.`);
  if (!isLast && length % BLOCK !== 0) {
    throw invalid(
      `The number of bytes uploaded must be a multiple of ${BLOCK}, except for the last.`,
    );
  }
  const hashes = readHashHeader(request.headers['x-goog-hash']);
  if (!isLast && Object.keys(hashes).length > 0) {
    throw invalid('x-goog-hash belongs to the request that completes the upload.');
  }
  const most = fault?.does === 'keep' ? kept + (fault.afterBytes ?? 0) : undefined;
  try {
    for await (const bytes of bodyOf(request, fault)) session.blob.push(bytes, most);
  } catch (error) {
    session.blob.dropRest();
    throw error;
  }
  if (most !== undefined) session.blob.dropRest();
  else if (isLast) return finish(gcs, call, session, hashes);
  if (fault?.does === 'lose') throw lost(request);
  tell(call, session);
}

function agreeOnTotal(session: Session, total: number): void {
  session.total ??= total;
  if (session.total !== total) {
    throw invalid(`The upload was said to have ${session.total} bytes, and now ${total}.`);
  }
}

function finish(gcs: Gcs, call: Call, session: Session, hashes = {}): void {
  try {
    session.object = finishUpload(session, session.blob, hashes, gcs.url);
    session.state = 'done';
  } catch (error) {
    session.state = 'dead';
    session.blob.remove();
    throw error;
  }
  if (call.fault?.does === 'lose') throw lost(call.request);
  tell(call, session);
}

/** Cuts off who waits for the answer. */
export function lost(request: IncomingMessage): Broken {
  request.socket.resetAndDestroy();
  return new Broken('The answer is lost.');
}

function tell({ response }: Call, { state, object, blob }: Session): void {
  if (state === 'done' && object) {
    sendJson(response, 200, object.resource);
    return;
  }
  const size = blob.size();
  const range = size > 0 ? { range: `bytes=0-${size - 1}` } : {};
  response.writeHead(308, { ...range, 'content-length': 0 }).end();
}
