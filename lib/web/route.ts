import { unstable_rethrow } from 'next/navigation';
import { FAILURES, Failure, isFailure } from '#lib/errors.ts';
import { runtime } from '#lib/runtime.ts';
import { can, type Permission } from '#lib/teams/permissions.ts';
import { findViewer, type Viewer } from './viewer.ts';

type Handler<P> = (
  request: Request,
  context: { viewer: Viewer; params: P },
) => Promise<Response | object>;

const NO_STORE = { 'cache-control': 'no-store' };

/**
 * A GET route that pages read from: answers JSON, or the response that the handler makes. What goes
 * wrong is `{message, code}` with the status of its code; whoever is not signed in gets 401.
 */
export function readRoute<P extends object = Record<never, never>>(
  permission: Permission,
  handler: Handler<P>,
) {
  return async (request: Request, context: { params: Promise<P> }): Promise<Response> => {
    try {
      const viewer = await findViewer();
      if (!viewer) throw new Failure('UNAUTHENTICATED');
      if (!can(viewer.role, permission)) throw new Failure('FORBIDDEN');
      const result = await handler(request, { viewer, params: await context.params });
      if (result instanceof Response) return unstored(result);
      return Response.json(result, { headers: NO_STORE });
    } catch (error) {
      unstable_rethrow(error);
      if (isFailure(error)) return failed(error);
      runtime().log.error({ err: error }, 'a route failed');
      return failed(new Failure('INTERNAL'));
    }
  };
}

function unstored(response: Response): Response {
  if (response.headers.has('cache-control')) return response;
  const { status, statusText } = response;
  const headers = new Headers(response.headers);
  headers.set('cache-control', 'no-store');
  return new Response(response.body, { status, statusText, headers });
}

function failed(failure: Failure): Response {
  const { code, message, retryAfterSeconds } = failure;
  const headers = retryAfterSeconds
    ? { ...NO_STORE, 'retry-after': String(retryAfterSeconds) }
    : NO_STORE;
  return Response.json({ message, code }, { status: FAILURES[code].status, headers });
}
