import { createReadStream, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { type Call, type Gcs, openBucket } from './context.ts';
import { GcsError, invalid, sendJson } from './gcs-error.ts';
import { checkQuery, LIST_QUERY, OBJECT_QUERY, readPreconditions } from './query.ts';
import { type Bucket, checkPreconditions, type StoredObject } from './store.ts';

/** https://cloud.google.com/storage/docs/json_api/v1/objects/get */
export function getObject(gcs: Gcs, call: Call, bucketName: string, name: string): void {
  const { request, response, query } = call;
  checkQuery(query, OBJECT_QUERY);
  const { bucket } = openBucket(gcs, call, bucketName, 'storage.objects.get');
  const object = find(bucket, name, query);
  checkPreconditions(object, readPreconditions(query));
  if (query.get('alt') === 'media') sendMedia(request, response, object);
  else sendJson(response, 200, object.resource);
}

function sendMedia(
  request: IncomingMessage,
  response: ServerResponse,
  { resource, size, generation, path }: StoredObject,
): void {
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const start = Number(from ?? 0);
  const end = Math.min(to ? Number(to) : size - 1, size - 1);
  if (from !== undefined && start >= size) {
    throw new GcsError(416, 'requestedRangeNotSatisfiable', 'Request range not satisfiable');
  }
  response.writeHead(from === undefined ? 200 : 206, {
    'content-type': String(resource.contentType),
    'content-length': size === 0 ? 0 : end - start + 1,
    ...(from === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
    etag: String(resource.etag),
    'x-goog-generation': generation,
    'x-goog-hash': `crc32c=${resource.crc32c},md5=${resource.md5Hash}`,
    'x-goog-stored-content-length': size,
    ...headerOf('cache-control', resource.cacheControl),
    ...headerOf('content-disposition', resource.contentDisposition),
  });
  if (size === 0 || request.method === 'HEAD') response.end();
  else pipeline(createReadStream(path, { start, end }), response, () => {});
}

export function deleteObject(gcs: Gcs, call: Call, bucketName: string, name: string): void {
  const { response, query } = call;
  checkQuery(query, OBJECT_QUERY);
  const { bucket } = openBucket(gcs, call, bucketName, 'storage.objects.delete');
  const object = find(bucket, name, query);
  checkPreconditions(object, readPreconditions(query));
  bucket.objects.delete(name);
  rmSync(object.path, { force: true });
  response.writeHead(204).end();
}

/** https://cloud.google.com/storage/docs/json_api/v1/objects/list */
export function listObjects(gcs: Gcs, call: Call, bucketName: string): void {
  const { response, query } = call;
  checkQuery(query, LIST_QUERY);
  const { bucket } = openBucket(gcs, call, bucketName, 'storage.objects.list');
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const most = Math.min(Number(query.get('maxResults') ?? 1000), 1000);
  if (!(most > 0)) throw invalid('Invalid value for maxResults.');
  const after = query.get('pageToken');
  const names = [...bucket.objects.keys()].filter((name) => name.startsWith(prefix));
  names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const begin = after === null ? 0 : names.indexOf(Buffer.from(after, 'base64url').toString()) + 1;
  const page = names.slice(begin, begin + most);
  const folders = new Set<string>();
  const items: unknown[] = [];
  for (const name of page) {
    const cut = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
    if (cut < 0) items.push(bucket.objects.get(name)?.resource);
    else folders.add(name.slice(0, cut + delimiter.length));
  }
  const last = begin + most < names.length ? page.at(-1) : undefined;
  sendJson(response, 200, {
    kind: 'storage#objects',
    ...(last ? { nextPageToken: Buffer.from(last).toString('base64url') } : {}),
    ...(folders.size > 0 ? { prefixes: [...folders] } : {}),
    ...(items.length > 0 ? { items } : {}),
  });
}

function find(bucket: Bucket, name: string, query: URLSearchParams): StoredObject {
  const object = bucket.objects.get(name);
  const generation = query.get('generation');
  if (object && (generation === null || generation === object.generation)) return object;
  throw new GcsError(404, 'notFound', `No such object: ${bucket.name}/${name}`);
}

const headerOf = (name: string, value: unknown): Record<string, string> =>
  typeof value === 'string' ? { [name]: value } : {};
