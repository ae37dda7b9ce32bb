import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAccounts, type ServiceAccount } from './accounts.ts';
import type { Call, Gcs } from './context.ts';
import { control } from './control.ts';
import { createFaults, type Fault } from './faults.ts';
import { Broken, GcsError, sendError } from './gcs-error.ts';
import { route } from './route.ts';
import type { Bucket, Permission } from './store.ts';

export type BucketOptions = Partial<Pick<Bucket, 'billing' | 'requesterPays' | 'uniform'>>;
export type GcsRequest = { method: string; url: string; step: string; status: number };

/** A running server. What is plain data in it can be handed to other processes. */
export type RunningGcs = {
  /** For `endpoint` and `token_uri`. */
  url: string;
  tokenUrl: string;
  /** `slipway` to begin with. */
  buckets: string[];
  /** May do everything in every bucket. */
  serviceAccount: ServiceAccount;
  makeBucket(name: string, options?: BucketOptions): void;
  /** Makes an account; @param may what it may in each of the buckets that exist. */
  makeAccount(name: string, may: readonly Permission[]): ServiceAccount;
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Ends all tokens that were given out, as when they expire. */
  expireTokens(): void;
  /** Ends all upload sessions. */
  expireSessions(): void;
  set(options: { tokenSeconds?: number; clockOffsetMs?: number }): void;
  /** Answered requests, oldest first. Session addresses are cut. */
  requests(): GcsRequest[];
  /** Uploads that are neither whole nor cancelled. */
  openSessions(): number;
  stop(): Promise<void>;
};

export const EVERYTHING: readonly Permission[] = [
  'storage.objects.create',
  'storage.objects.delete',
  'storage.objects.get',
  'storage.objects.list',
];

/**
 * A server that speaks the JSON API of Google Cloud Storage and is no kinder than Google: what it takes,
 * Google takes. Objects are kept in a temporary folder until it stops.
 * @param port 0 for a free one. @param tokenSeconds how long access tokens last.
 */
export async function startGcs({
  port = 0,
  host = '127.0.0.1',
  dir: parent = tmpdir(),
  tokenSeconds = 3599,
}: {
  port?: number;
  host?: string;
  dir?: string;
  tokenSeconds?: number;
} = {}): Promise<RunningGcs> {
  const dir = mkdtempSync(path.join(parent, 'gcs-'));
  const settings = { tokenSeconds, clockOffsetMs: 0 };
  const now = () => Date.now() + settings.clockOffsetMs;
  const accounts = createAccounts('slipway-test', {
    tokenSeconds: () => settings.tokenSeconds,
    now,
  });
  const faults = createFaults();
  const requests: GcsRequest[] = [];
  const gcs: Gcs = {
    ...{ dir, url: '', accounts, now },
    buckets: new Map(),
    sessions: new Map(),
    sessionsLast: () => 7 * 24 * 3_600_000,
    count: { blobs: 0 },
  };
  const everyone = new Map<string, readonly Permission[]>();

  const server = createServer((request, response) => {
    void serve(request, response);
  });
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 30_000;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject).listen(port, host, resolve);
  await promise;
  const running: RunningGcs = {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    get tokenUrl() {
      return `${this.url}/token`;
    },
    buckets: [],
    serviceAccount: accounts.create('uploader'),
    makeBucket(name, options = {}) {
      const iam = new Map([...everyone].map(([email, may]) => [email, new Set(may)]));
      const plain = { billing: 'on', requesterPays: false, uniform: false } as const;
      gcs.buckets.set(name, { name, iam, ...plain, ...options, objects: new Map() });
      running.buckets.push(name);
    },
    makeAccount(name, may) {
      const account = accounts.create(name);
      allow(account.client_email, may);
      return account;
    },
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    expireTokens: () => accounts.revoke(),
    expireSessions() {
      for (const session of gcs.sessions.values()) session.expires = 0;
    },
    set: (options) => void Object.assign(settings, options),
    requests: () => [...requests],
    openSessions: () =>
      gcs.sessions
        .values()
        .filter(({ state, expires }) => state === 'open' && expires > now())
        .toArray().length,
    async stop() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
      rmSync(dir, { recursive: true, force: true });
    },
  };
  gcs.url = running.url;
  allow(running.serviceAccount.client_email, EVERYTHING);
  running.makeBucket('slipway');
  return running;

  function allow(email: string, may: readonly Permission[]): void {
    everyone.set(email, may);
    for (const bucket of gcs.buckets.values()) bucket.iam.set(email, new Set(may));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://gcs');
    const { method = 'GET' } = request;
    response.on('error', () => {});
    if (url.pathname.startsWith('/control/')) {
      return control(running, url.pathname.slice('/control/'.length), request, response);
    }
    const { step, handle } = route(gcs, settings, request, url);
    const fault = step && faults.take(step);
    const shown = request.url?.replace(/upload_id=[^&]*/, 'upload_id=…') ?? '';
    const note = { method, url: shown, step: step ?? 'unknown', status: 0 };
    requests.push(note);
    try {
      const call: Call = { request, response, query: url.searchParams, fault };
      await handle(call);
    } catch (error) {
      if (error instanceof Broken) return void request.destroy();
      const answer =
        error instanceof GcsError ? error : new GcsError(500, 'internalError', String(error));
      if (response.headersSent || response.destroyed) return void request.destroy();
      // The rest of a body is not waited for.
      if (!request.complete) closeSoon(request, response);
      sendError(response, answer);
    } finally {
      note.status = response.headersSent ? response.statusCode : 0;
    }
  }
}

/** What is still on its way is read for a moment: a reset would overtake the answer. */
function closeSoon(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('connection', 'close');
  request.on('error', () => {}).resume();
  const timer = setTimeout(() => request.destroy(), 1_000);
  request.once('close', () => clearTimeout(timer));
}
