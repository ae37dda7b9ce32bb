import type { IncomingMessage } from 'node:http';
import type { Call, Gcs } from './context.ts';
import { bodyOf, type Step } from './faults.ts';
import { GcsError, invalid, sendJson } from './gcs-error.ts';
import { deleteObject, getObject, listObjects } from './objects.ts';
import { readText } from './read-text.ts';
import { callSession, startSession, stepOfSession } from './sessions.ts';
import { grantToken } from './token-endpoint.ts';
import { uploadMedia, uploadMultipart } from './whole-uploads.ts';

type Routed = { step: Step | undefined; handle: (call: Call) => Promise<void> | void };

const UPLOADS = { media: uploadMedia, multipart: uploadMultipart, resumable: startSession };
const STEPS = { media: 'media', multipart: 'multipart', resumable: 'start' } as const;

/** Who handles a request; a fault in the address is told by the handler. */
export function route(
  gcs: Gcs,
  settings: { tokenSeconds: number },
  request: IncomingMessage,
  { pathname, searchParams }: URL,
): Routed {
  const { method = 'GET' } = request;
  const reading = method === 'GET' || method === 'HEAD';
  if (pathname === '/token' && method === 'POST') {
    return { step: 'token', handle: (call) => giveToken(gcs, settings, call) };
  }
  const bucket = (part: string | undefined) => decode(part ?? '');
  const upload = /^\/upload\/storage\/v1\/b\/([^/]+)\/o$/.exec(pathname);
  if (upload) {
    if (searchParams.has('upload_id') && (method === 'PUT' || method === 'DELETE')) {
      const step = stepOfSession(request);
      return { step, handle: (call) => callSession(gcs, call, bucket(upload[1])) };
    }
    const type = searchParams.get('uploadType') ?? '';
    if (method === 'POST' && (type === 'media' || type === 'multipart' || type === 'resumable')) {
      return { step: STEPS[type], handle: (call) => UPLOADS[type](gcs, call, bucket(upload[1])) };
    }
    return refuse(invalid(`Invalid upload: ${method}, uploadType "${type}".`));
  }
  const object = /^(?:\/download)?\/storage\/v1\/b\/([^/]+)\/o\/([^/]+)$/.exec(pathname);
  if (object && reading) {
    const handle = (call: Call) => getObject(gcs, call, bucket(object[1]), decode(object[2] ?? ''));
    return { step: 'get', handle };
  }
  if (object && method === 'DELETE') {
    const handle = (call: Call) =>
      deleteObject(gcs, call, bucket(object[1]), decode(object[2] ?? ''));
    return { step: 'delete', handle };
  }
  const list = /^\/storage\/v1\/b\/([^/]+)\/o$/.exec(pathname);
  if (list && reading) {
    return { step: 'list', handle: (call) => listObjects(gcs, call, bucket(list[1])) };
  }
  return refuse(new GcsError(404, 'notFound', 'Not Found'));
}

const refuse = (error: GcsError): Routed => ({
  step: undefined,
  handle: () => {
    throw error;
  },
});

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid('The path is not percent-encoded.');
  }
}

async function giveToken(
  { accounts, url, now }: Gcs,
  { tokenSeconds }: { tokenSeconds: number },
  { request, response, fault }: Call,
): Promise<void> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded(;|$)/.test(type)) {
    throw invalid('The token endpoint takes application/x-www-form-urlencoded.');
  }
  const form = await readText(bodyOf(request, fault));
  const about = { accounts, audience: `${url}/token`, seconds: tokenSeconds, now: now() };
  const { status, body } = grantToken(form, about);
  sendJson(response, status, body);
}
