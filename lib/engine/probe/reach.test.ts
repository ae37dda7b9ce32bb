import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Failure } from '#lib/errors.ts';
import { createEgress } from '../egress.ts';
import { reach } from './reach.ts';

const egress = createEgress({ allow: '127.0.0.1' });
const signal = new AbortController().signal;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const failureOf = (url: string): Promise<Failure> =>
  reach(new URL(url), { egress, signal, field: 'endpoint' }).then(
    () => Promise.reject(new Error('It was reached.')),
    (error: Failure) => error,
  );

test('what is not encrypted is said to be so', async () => {
  const port = await listen(createHttpServer());
  const words = await reach(new URL(`http://127.0.0.1:${port}`), {
    egress,
    signal,
    field: 'endpoint',
  });
  expect(words).toMatch(/^127\.0\.0\.1:\d+ takes connections\. They are not encrypted/);
});

test.each<[string, () => Promise<string>, RegExp]>([
  [
    'a server without TLS',
    async () => `https://127.0.0.1:${await listen(createHttpServer())}`,
    /not HTTP. Check scheme and port|breaks it off at once/,
  ],
  [
    'a server that hangs up',
    async () =>
      `https://127.0.0.1:${await listen(createServer((socket) => void socket.destroy()))}`,
    /breaks it off at once/,
  ],
  ['a port on which nobody listens', async () => 'http://127.0.0.1:1', /refuses connections/],
])('%s is told at the field', async (_, start, says) => {
  const failure = await failureOf(await start());
  expect(failure).toMatchObject({
    code: 'TARGET_UNREACHABLE',
    message: expect.stringMatching(says),
  });
  expect(failure.fields).toEqual({ endpoint: [failure.message] });
});

test('an address that is not for everybody is told by the egress rule', async () => {
  const failure = await failureOf('https://10.0.0.1/x');
  expect(failure).toMatchObject({
    code: 'EGRESS_BLOCKED',
    fields: { endpoint: [failure.message] },
  });
});

test('it ends when nobody waits any more', async () => {
  const port = await listen(createServer((socket) => socket.on('error', () => {})));
  const stop = AbortSignal.timeout(100);
  const running = reach(new URL(`https://127.0.0.1:${port}`), {
    egress,
    signal: stop,
    field: 'endpoint',
  });
  await expect(running).rejects.toMatchObject({ name: 'TimeoutError' });
});
