import { lookup as systemLookup } from 'node:dns/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { Agent, buildConnector, type Dispatcher, request } from 'undici';
import { Failure } from '#lib/errors.ts';
import { createAgents, type EgressAgents, openSocket } from './egress-agents.ts';
import { plainHost, readEgressRule } from './egress-rule.ts';

export type ResolvedAddress = { address: string; family: number };

/** All addresses of a name. @throws as dns.lookup does. */
export type Resolve = (hostname: string) => Promise<ResolvedAddress[]>;

export type EgressAnswer = {
  status: number;
  headers: IncomingHttpHeaders;
  /** As it came, content encodings included. The caller reads it to the end or destroys it. */
  body: Readable;
  /** After redirects. */
  url: URL;
};

export type EgressRequest = {
  headers?: Record<string, string> | undefined;
  signal?: AbortSignal | undefined;
  /** Milliseconds until the headers of the last hop have come. */
  deadlineMs?: number | undefined;
  /** Milliseconds that the body may send nothing. */
  idleMs?: number | undefined;
  maxRedirects?: number | undefined;
};

export type EgressSend = {
  method: string;
  headers?: Record<string, string> | undefined;
  /** A stream goes with a content-length in the headers; it is destroyed on every failure. */
  body?: Readable | Uint8Array | string | undefined;
  signal?: AbortSignal | undefined;
};

/** The only way out: everything that connects to where a user said goes through here. */
export type Egress = {
  /** Says early what connecting would say. @throws Failure EGRESS_BLOCKED; the error of the look-up. */
  check(hostname: string, port: number): Promise<void>;
  /**
   * For net.connect and tls.connect: what it resolves to is what gets connected to, so no answer of
   * a name server can change in between. They skip it for addresses written out: `check` those.
   */
  lookup(port: number): LookupFunction;
  /** Connects by the rule; for any undici client. */
  dispatcher: Dispatcher;
  /**
   * GET, each hop of up to `maxRedirects` (10) held against the rule. Headers go to the first origin
   * only. @throws Failure EGRESS_BLOCKED, DEADLINE_EXCEEDED, SOURCE_FAILED (too many or broken
   * redirects); the signal's reason; undici's own errors.
   */
  fetch(url: string | URL, options?: EgressRequest): Promise<EgressAnswer>;
  /**
   * One request, redirects not followed. Has no deadline of its own: an upload lasts as long as it
   * moves, which the caller's signal has to watch. @throws as fetch does.
   */
  send(url: string | URL, options: EgressSend): Promise<EgressAnswer>;
  /** For clients that speak through Node's http and https. Made new: whoever asks destroys them. */
  agents(options?: { sockets?: number }): EgressAgents;
  /** A TCP connection. @throws Failure EGRESS_BLOCKED, the system's errors, the signal's reason. */
  connect(hostname: string, port: number, signal?: AbortSignal): Promise<Socket>;
  close(): Promise<void>;
};

const CONNECT_MS = 10_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * @param allow EGRESS_ALLOW. @throws Error with a sentence when it is wrong.
 * @param resolve the system's resolver, hosts file included; injectable for tests.
 */
export function createEgress({
  allow,
  resolve = (hostname) => systemLookup(hostname, { all: true }),
}: {
  allow: string;
  resolve?: Resolve;
}): Egress {
  const rule = readEgressRule(allow);

  async function resolveAllowed(hostname: string, port: number): Promise<ResolvedAddress[]> {
    const host = plainHost(hostname);
    const family = isIP(host);
    const found = family ? [{ address: host, family }] : await resolve(host);
    if (rule.allowsHost(host, port)) return found;
    const allowed = found.filter(({ address }) => rule.allowsAddress(address, port));
    const [first] = found;
    if (allowed.length === 0 && first) throw blocked(host, port, first.address);
    return allowed;
  }

  const lookup =
    (port: number): LookupFunction =>
    (hostname, options, callback) => {
      resolveAllowed(hostname, port).then(
        (addresses) => {
          const wanted = addresses.filter(
            ({ family }) =>
              !options.family || family === Number(`${options.family}`.replace('IPv', '')),
          );
          const [first] = wanted;
          if (!first) callback(noAddress(hostname), '', 0);
          else if (options.all) callback(null, wanted);
          else callback(null, first.address, first.family);
        },
        (error: NodeJS.ErrnoException) => callback(error, '', 0),
      );
    };

  const refuse = (hostname: string, port: number): Failure | undefined => {
    const host = plainHost(hostname);
    const refused = isIP(host) !== 0 && !rule.allowsAddress(host, port);
    return refused ? blocked(host, port, host) : undefined;
  };
  const guard = { refuse, lookup };

  const connectors = new Map<number, buildConnector.connector>();
  const dispatcher = new Agent({
    connect(options, callback) {
      const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
      const hostname = plainHost(options.hostname);
      const refused = guard.refuse(hostname, port);
      if (refused) {
        callback(refused, null);
        return;
      }
      let connect = connectors.get(port);
      if (!connect) {
        connect = buildConnector({ lookup: lookup(port), timeout: CONNECT_MS, allowH2: false });
        connectors.set(port, connect);
      }
      connect({ ...options, hostname }, callback);
    },
    // Hosts are many and visited once: no connection is kept for long.
    keepAliveTimeout: 1_000,
  });

  async function fetch(url: string | URL, options: EgressRequest = {}): Promise<EgressAnswer> {
    const { signal, deadlineMs = 60_000, idleMs = 60_000, maxRedirects = 10 } = options;
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(new Failure('DEADLINE_EXCEEDED', 'The server did not answer in time.')),
      deadlineMs,
    );
    const either = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
    let current = readUrl(url);
    let headers = { ...basicAuth(current), ...options.headers };
    try {
      for (let hop = 0; ; hop += 1) {
        const answer = await request(current, {
          dispatcher,
          headers,
          signal: either,
          bodyTimeout: idleMs,
          headersTimeout: deadlineMs,
        });
        const { location } = answer.headers;
        if (!REDIRECTS.has(answer.statusCode) || typeof location !== 'string') {
          return {
            status: answer.statusCode,
            headers: answer.headers,
            body: answer.body,
            url: current,
          };
        }
        // A small body is read, so that the connection can serve the next hop; a large one is cut.
        await answer.body.dump({ limit: 64 << 10 }).catch(() => {});
        if (hop >= maxRedirects) {
          throw new Failure(
            'SOURCE_FAILED',
            `The address redirects more than ${maxRedirects} times.`,
          );
        }
        const next = readUrl(location, current);
        // Whatever the user sent along was meant for the server that the user named.
        if (next.origin !== current.origin) headers = {};
        current = next;
      }
    } catch (error) {
      if (either.aborted) throw either.reason;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async function send(url: string | URL, options: EgressSend): Promise<EgressAnswer> {
    const { method, headers, body, signal } = options;
    const to = readUrl(url);
    const answer = await request(to, {
      dispatcher,
      method: method as Dispatcher.HttpMethod,
      headers: { ...basicAuth(to), ...headers },
      body: body ?? null,
      signal,
      // undici counts a slow upload as a late answer.
      headersTimeout: 0,
      bodyTimeout: 60_000,
    }).catch((error) => {
      throw signal?.aborted ? signal.reason : error;
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body, url: to };
  }

  return {
    async check(hostname, port) {
      await resolveAllowed(hostname, port);
    },
    lookup,
    dispatcher,
    fetch,
    send,
    agents: (given) => createAgents(guard, given),
    connect: (hostname, port, signal) => openSocket(guard, { hostname, port, signal }),
    close: () => dispatcher.destroy(),
  };
}

function readUrl(url: string | URL, base?: URL): URL {
  const parsed = URL.parse(`${url}`, base?.href);
  const where = base ? 'redirects to an address' : 'is no address';
  if (!parsed) throw new Failure('SOURCE_FAILED', `The address ${where} that can be read.`);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    throw new Failure(
      'EGRESS_BLOCKED',
      `Only http and https addresses can be read, not ${parsed.protocol}`,
    );
  }
  return parsed;
}

/** What stands as user:password@ in an address. */
function basicAuth(url: URL): Record<string, string> {
  if (!url.username && !url.password) return {};
  const pair = [url.username, url.password].map((text) => decodeURIComponent(text)).join(':');
  url.username = '';
  url.password = '';
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function blocked(host: string, port: number, address: string): Failure {
  const named = address === host ? host : `${host} (${address})`;
  const entry = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  return new Failure(
    'EGRESS_BLOCKED',
    `This server may not connect to ${named}: it is not a public address. An administrator can allow it by adding ${entry} to EGRESS_ALLOW.`,
  );
}

function noAddress(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`No address found for ${hostname}`), {
    code: 'ENOTFOUND',
    hostname,
  });
}
