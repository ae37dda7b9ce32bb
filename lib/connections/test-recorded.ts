import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = { method: string; path: string; headers: IncomingMessage['headers'] };

type Reply = {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** In place of JSON. */
  raw?: string;
};

/** What the hosted service sends, in the shapes of its protocol. */
export const RECORDED = {
  user: {
    status: 200,
    body: {
      data: {
        id: 1,
        username: 'acme',
        email: 'ops@acme.example',
        created_at: '2019-05-10T13:46:54+00:00',
        credits: 4434,
        links: { self: 'https://api.cloudconvert.com/v2/users/me' },
      },
    },
  },
  noTasks: {
    status: 200,
    body: { data: [], links: { first: '?page=1', last: null, prev: null, next: null }, meta: {} },
  },
  noSuchTask: { status: 404, body: { message: 'Not Found', code: 'NOT_FOUND' } },
  wrongKey: { status: 401, body: { message: 'Unauthenticated.', code: 'UNAUTHENTICATED' } },
  noScope: { status: 403, body: { message: 'Invalid scope(s) provided.', code: 'FORBIDDEN' } },
  noCredits: {
    status: 402,
    body: { message: 'You have no credits left.', code: 'CREDITS_EXCEEDED' },
  },
  tooMany: {
    status: 429,
    body: { message: 'Too Many Attempts.', code: 'TOO_MANY_REQUESTS' },
    headers: { 'retry-after': '1', 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0' },
  },
  maintenance: {
    status: 503,
    body: { message: 'Service Unavailable' },
    headers: { 'retry-after': '1800' },
  },
} as const satisfies Record<string, Reply>;

/** A loopback server that answers as it is told, and keeps what it was asked. */
export async function startRecorded() {
  const asked: Asked[] = [];
  /** Answers that are given once, before the rules below. */
  const queue: Reply[] = [];
  const rules: { pattern: RegExp; reply: (asked: Asked) => Reply }[] = [];
  let hang = false;

  function answer(req: IncomingMessage, res: ServerResponse): void {
    const one = { method: req.method ?? '', path: req.url ?? '', headers: req.headers };
    asked.push(one);
    if (hang) return;
    const line = `${one.method} ${one.path}`;
    const rule = rules.findLast(({ pattern }) => pattern.test(line));
    const reply: Reply = queue.shift() ?? rule?.reply(one) ?? RECORDED.noSuchTask;
    const text = reply.raw ?? JSON.stringify(reply.body ?? {});
    const type = reply.raw === undefined ? 'application/json' : 'text/html';
    res.writeHead(reply.status, { 'content-type': type, ...reply.headers });
    res.end(text);
  }

  const server = createServer((req, res) => {
    req.resume().once('end', () => answer(req, res));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const when = (pattern: RegExp, reply: Reply | ((asked: Asked) => Reply)) => {
    rules.push({ pattern, reply: typeof reply === 'function' ? reply : () => reply });
  };
  return {
    baseUrl: `http://127.0.0.1:${port}/v2`,
    asked,
    /** Gives this answer to what matches `METHOD /path`; the last rule that matches counts. */
    when,
    /** An account that works. */
    wellBehaved() {
      rules.length = 0;
      when(/^GET \/v2\/users\/me/, RECORDED.user);
      when(/^GET \/v2\/tasks\?/, RECORDED.noTasks);
    },
    once: (...replies: Reply[]) => void queue.push(...replies),
    hang: (on: boolean) => {
      hang = on;
      if (!on) server.closeAllConnections();
    },
    task: (operation: string, more: Record<string, unknown> = {}) => ({
      id: randomUUID(),
      operation,
      status: 'waiting',
      created_at: '2026-03-01T12:00:00+00:00',
      started_at: null,
      ended_at: null,
      result: null,
      ...more,
    }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
