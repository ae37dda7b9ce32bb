import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What arrived with one PUT. */
export type Put = {
  url: string;
  headers: IncomingMessage['headers'];
  size: number;
  sha256: string;
};

export type PutServer = {
  url: string;
  /** Whole ones, in their order. */
  puts: Put[];
  stop(): Promise<void>;
};

/**
 * A server that takes PUTs on loopback. The first part of the path says how it behaves: `/ok/…` takes
 * them, `/slow/…` takes its time, `/denied/…` answers 403, `/busy/…` answers 503 to the first two of
 * each address and asks to come again in some seconds.
 */
export async function startPutServer(): Promise<PutServer> {
  const puts: Put[] = [];
  const refused = new Map<string, number>();

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = req.url ?? '';
    const [, behaviour] = url.split('/');
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of req) {
      hash.update(chunk);
      size += chunk.length;
      if (behaviour === 'slow') await sleep(40);
    }
    if (behaviour === 'denied') {
      res.writeHead(403, { 'content-type': 'application/xml' });
      res.end('<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>');
      return;
    }
    const times = refused.get(url) ?? 0;
    if (behaviour === 'busy' && times < 2) {
      refused.set(url, times + 1);
      res.writeHead(503, { 'retry-after': '3' }).end('<Error><Code>SlowDown</Code></Error>');
      return;
    }
    const sha256 = hash.digest('hex');
    puts.push({ url, headers: req.headers, size, sha256 });
    res.writeHead(201, { etag: `"${sha256.slice(0, 32)}"` }).end();
  }

  const server = createServer((req, res) => {
    // Whoever hangs up in the middle is no concern of the test's.
    handle(req, res).catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    puts,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
