import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectFailed, type Prober, startProber } from './probe-rig.ts';

let prober: Prober;
beforeAll(async () => {
  prober = await startProber();
});
afterAll(() => prober?.stop());

describe('a server that says nothing', () => {
  /** Takes connections and all that comes over them. */
  async function silent() {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => sockets.add(socket.on('error', () => {}).resume()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const stop = () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    };
    return { port: (server.address() as AddressInfo).port, stop };
  }

  it.each([
    [
      'export/s3',
      'write',
      'endpoint',
      (port: number) => ({
        ...{ bucket: 'b', region: 'r', access_key_id: 'a', secret_access_key: 's' },
        endpoint: `http://127.0.0.1:${port}`,
      }),
    ],
    [
      'export/sftp',
      'host-key',
      'host',
      (port: number) => ({ host: '127.0.0.1', port, username: 'u', password: 'x' }),
    ],
    ['export/upload', 'address', 'url', (port: number) => ({ url: `https://127.0.0.1:${port}/x` })],
    [
      'export/openstack',
      'discover',
      'auth_url',
      (port: number) => ({
        ...{ region: 'r', container: 'c', username: 'u', password: 'p', tenant_name: 't' },
        auth_url: `http://127.0.0.1:${port}`,
      }),
    ],
  ])('%s ends in time, at its address', async (operation, step, field, optionsAt) => {
    const { port, stop } = await silent();
    try {
      const report = await prober.probe(operation, optionsAt(port), { deadlineMs: 500 });
      expectFailed(report, { step, code: 'DEADLINE_EXCEEDED', field });
      // Who began to store something and heard nothing cannot say that nothing is there.
      expect(report.left === undefined).toBe(step !== 'write');
    } finally {
      stop();
    }
  });

  it('ends when nobody waits any more', async () => {
    const { port, stop } = await silent();
    const signal = AbortSignal.timeout(300);
    try {
      const running = prober.probe(
        'export/s3',
        {
          ...{ bucket: 'b', region: 'r', access_key_id: 'a', secret_access_key: 's' },
          endpoint: `http://127.0.0.1:${port}`,
        },
        { signal },
      );
      await expect(running).rejects.toMatchObject({ name: 'TimeoutError' });
    } finally {
      stop();
    }
  });
});

it('what is missing is told at once, at its fields', async () => {
  const report = await prober.probe('export/s3', { bucket: 'b', region: 'r', access_key_id: 'a' });
  expectFailed(report, { step: 'values', code: 'INVALID_DATA', field: 'secret_access_key' });
});

it('temporary URLs have nothing to test', async () => {
  await expect(prober.probe('export/url', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
