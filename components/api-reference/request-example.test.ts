import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestExample } from './request-example.ts';

const asked: { method: string; path: string; key: string; body: string }[] = [];
const server = createServer(async (req, res) => {
  const { method = '', url = '', headers } = req;
  asked.push({ method, path: url, key: headers.authorization ?? '', body: await text(req) });
  res.setHeader('content-type', 'application/json');
  res.end('{"data":{}}');
});
let origin: string;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const body = { key: "it's a “name” $HOME `x` \\.pdf", list: ['a', 'b'] };
const CASES = [
  { method: 'GET', path: '/v2/tasks?filter[status]=error', body: undefined },
  { method: 'POST', path: '/v2/export/s3', body },
  { method: 'POST', path: '/v2/tasks/1/cancel', body: undefined },
  { method: 'DELETE', path: '/v2/tasks/1', body: undefined },
];

test.each(CASES)('$method $path runs as it stands in Node', async ({ method, path, body }) => {
  const { node } = requestExample({ method, url: origin + path, body });
  process.env.SLIPWAY_KEY = 'a key';
  const run = new Function('console', `return (async () => {${node}})()`);
  await run({ log() {} });
  const last = asked.at(-1);
  expect(last).toMatchObject({ method, key: 'Bearer a key' });
  expect(decodeURI(last?.path ?? '')).toBe(path);
  expect(last?.body ?? '').toBe(body === undefined ? '' : JSON.stringify(body));
});

test.each(CASES)('$method $path is one command for a shell', ({ method, path, body }) => {
  const { curl } = requestExample({ method, url: origin + path, body });
  // The shell takes it apart; nothing is sent.
  const script = `curl() { printf '%s\\0' "$@"; }\n${curl}`;
  const args = execFileSync('sh', ['-c', script], {
    env: { ...process.env, SLIPWAY_KEY: 'a key' },
  })
    .toString()
    .split('\0')
    .slice(0, -1);
  expect(args).toContain(origin + path);
  expect(args).toContain('Authorization: Bearer a key');
  expect(args.includes('-X') ? args[args.indexOf('-X') + 1] : undefined).toBe(
    method === 'GET' || body ? undefined : method,
  );
  if (body) expect(JSON.parse(args[args.indexOf('-d') + 1] ?? '')).toEqual(body);
});
