import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import type { Engine } from '#lib/engine/engine.ts';
import { Failure, isFailure } from '#lib/errors.ts';
import { isStorable, UNSTORABLE } from '#lib/operations/storable.ts';
import type { Waiting } from './answer-later.ts';
import { basesOf } from './bases.ts';
import type { Bases } from './describe-task.ts';
import { handleFile } from './files.ts';
import { idempotency } from './idempotency.ts';
import { addJobRoutes } from './jobs.ts';
import { createKeptAnswers, type KeptAnswers } from './kept-answers.ts';
import { serveDocument } from './openapi/serve-document.ts';
import { addOperationRoutes } from './operations.ts';
import { createKeyFinder, findPrincipal, type Principal } from './principal.ts';
import { problemResponse } from './problem.ts';
import { createSignedUrlHandler } from './signed-urls/handle-signed-url.ts';
import { createSockets } from './sockets/sockets.ts';
import { addTaskRoutes } from './tasks.ts';
import { handleUpload } from './uploads.ts';
import { addUserRoutes } from './users.ts';
import { addWebhookRoutes } from './webhooks.ts';

export type ApiOptions = {
  engine: Engine;
  db: Db;
  clock: Clock;
  log: Logger;
  /** Requests a minute for each key. */
  rateLimit: number;
  /** The addresses that links lead to; made from each request when not set. */
  appUrl: string | undefined;
  filesUrl: string | undefined;
  trustProxy: boolean;
  /** In place of the usual times of calls under /sync. */
  waiting?: Waiting | undefined;
};

/** What a route knows of the call besides the request. */
export type ApiEnv = {
  Bindings: {
    principal?: Principal;
    bases?: Bases;
    /** Aborted when the line is closed, by either side. */
    aborted?: AbortSignal;
    /** Closes the line at once: for an answer that began and cannot be ended. */
    breakOff?: () => void;
  };
  Variables: {
    principal: Principal;
    bases: Bases;
    sync: boolean;
    /** With an Idempotency-Key: the id of what an earlier call has made, and the way to note it. */
    made?: string;
    noteMade?: (id: string) => Promise<void>;
  };
};

export type RouteOptions = ApiOptions & { maxFileSize: number };

/** The v2 API, the upload forms and the temporary URLs. */
export type Api = {
  /** Whether a request is the API's and not the dashboard's. */
  owns(req: IncomingMessage): boolean;
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** Takes a websocket that the API owns. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The same API for the dashboard in this process: no network, no key, relative links. */
  fetchAs(principal: Principal, request: Request): Promise<Response>;
  /** Closes the sockets. */
  close(): Promise<void>;
};

const PREFIXES = ['/v2/', '/sync/v2/', '/files/', '/uploads/', '/socket.io/', '/s/'];

export function createApi(options: ApiOptions): Api {
  const routeOptions = { ...options, maxFileSize: options.engine.context.limits.maxFileSize };
  const kept = createKeptAnswers(options.engine.context);
  const app = createApp(routeOptions, kept);
  const handleSignedUrl = createSignedUrlHandler(routeOptions, kept);
  const sockets = createSockets(routeOptions);
  const listener = getRequestListener(
    (request, env) => {
      const { incoming, outgoing } = env as { incoming: IncomingMessage; outgoing: ServerResponse };
      const gone = new AbortController();
      outgoing.once('close', () => gone.abort());
      return app.fetch(request, {
        bases: basesOf(options, incoming),
        aborted: gone.signal,
        breakOff: () => outgoing.destroy(),
      });
    },
    { overrideGlobalObjects: false },
  );
  return {
    owns: (req) => PREFIXES.some((prefix) => req.url?.startsWith(prefix)),
    handle(req, res) {
      if (req.url?.startsWith('/files/')) void handleFile(options, req, res);
      else if (req.url?.startsWith('/uploads/')) void handleUpload(options, req, res);
      else if (req.url?.startsWith('/s/')) void handleSignedUrl(req, res);
      else if (req.url?.startsWith('/socket.io/')) sockets.handle(req, res);
      else {
        if (req.headers.host?.startsWith('sync.') && req.url?.startsWith('/v2/'))
          req.url = `/sync${req.url}`;
        void listener(req, res);
      }
    },
    upgrade: (req, socket, head) => sockets.upgrade(req, socket, head),
    fetchAs: async (principal, request) =>
      app.fetch(request, {
        principal,
        bases: { app: options.appUrl ?? '', files: options.filesUrl ?? options.appUrl ?? '' },
        aborted: request.signal,
      }),
    close: () => sockets.close(),
  };
}

function createApp(options: RouteOptions, kept: KeptAnswers): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const limiter = new RateLimiterMemory({ points: options.rateLimit, duration: 60 });
  const { db, clock } = options;
  const findKey = createKeyFinder(db);

  // Before the rest: it needs no key.
  app.get('/v2/openapi.json', (c) => serveDocument(c.req.raw));

  app.use('*', async (c, next) => {
    const principal =
      c.env.principal ?? (await findPrincipal(db, clock, c.req.header('authorization'), findKey));
    if (!principal) return problemResponse(new Failure('UNAUTHENTICATED'));
    c.set('principal', principal);
    c.set('bases', c.env.bases ?? { app: '', files: '' });
    c.set('sync', new URL(c.req.url).pathname.startsWith('/sync/'));
    for (const [name, value] of new URL(c.req.url).searchParams) {
      if (isStorable(value)) continue;
      const failure = new Failure('INVALID_DATA', undefined, { fields: { [name]: [UNSTORABLE] } });
      return problemResponse(failure);
    }
    if (principal.keyId === undefined) return next();
    const used = await limiter.consume(principal.keyId).catch((full: unknown) => {
      if (full instanceof RateLimiterRes) return full;
      throw full;
    });
    if (used.consumedPoints > options.rateLimit) {
      c.res = problemResponse(
        new Failure('RATE_LIMITED', undefined, { retryAfterSeconds: used.msBeforeNext / 1000 }),
      );
    } else {
      await next();
    }
    c.res.headers.set('x-ratelimit-limit', String(options.rateLimit));
    c.res.headers.set('x-ratelimit-remaining', String(Math.max(0, used.remainingPoints)));
    c.res.headers.set('cache-control', 'no-store');
  });

  app.use('*', idempotency(options, kept));

  for (const base of ['/v2', '/sync/v2']) {
    const routes = new Hono<ApiEnv>();
    addTaskRoutes(routes, options);
    addJobRoutes(routes, options);
    addUserRoutes(routes, options);
    addOperationRoutes(routes, options);
    addWebhookRoutes(routes, options);
    app.route(base, routes);
  }

  app.notFound((c) => {
    // A path that another method has is a wrong method, not a wrong path.
    const path = new URL(c.req.url).pathname;
    const methods = ['GET', 'POST', 'DELETE'].filter(
      (method) =>
        method !== c.req.method &&
        app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
    );
    if (methods.length === 0)
      return problemResponse(new Failure('NOT_FOUND', 'There is no such call.'));
    const response = problemResponse(new Failure('METHOD_NOT_ALLOWED'));
    response.headers.set('allow', methods.join(', '));
    return response;
  });

  app.onError((error, c) => {
    if (isFailure(error)) return problemResponse(error);
    // Who went away while waiting gets no answer, and nothing is wrong.
    if (!c.env.aborted?.aborted) options.log.error({ err: error }, 'a call failed');
    return problemResponse(new Failure('INTERNAL'));
  });
  return app;
}
