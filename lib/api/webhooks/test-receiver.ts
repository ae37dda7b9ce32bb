import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = { url: string; headers: IncomingHttpHeaders; body: string };

/** Takes events on loopback. `answer` says how; it is set anew between the steps of a test. */
export async function startReceiver() {
  const received: Received[] = [];
  const receiver = {
    url: '',
    received,
    answer: (res: ServerResponse, _: Received): void => void res.writeHead(200).end('ok'),
    /** Resolves once `count` events have come in all. */
    async untilReceived(count: number): Promise<void> {
      while (received.length < count)
        await new Promise<void>((resolve) => server.once('received', () => resolve()));
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const event = { url: req.url ?? '', headers: req.headers, body };
      received.push(event);
      server.emit('received');
      receiver.answer(res, event);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return receiver;
}
