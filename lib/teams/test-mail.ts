import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** For tests: a mail server on loopback. `received` are whole messages as they came. */
export async function startMailServer(options: SMTPServerOptions = {}) {
  const received: { to: string[]; message: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, callback) {
      text(stream).then((message) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, message });
        callback();
      }, callback);
    },
    ...options,
  });
  // Whoever hangs up in the middle is no fault of the server.
  server.on('error', () => {});
  const { server: socket } = server;
  server.listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
