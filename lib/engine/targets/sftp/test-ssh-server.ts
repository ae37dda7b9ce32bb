import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerConfig } from 'ssh2';

export type TestSshServer = Awaited<ReturnType<typeof startTestSshServer>>;

/** A server for what no configuration of OpenSSH does. It lets in whom `allow` says. */
export async function startTestSshServer(
  config: ServerConfig,
  {
    allow,
    onSession = (_accept, reject) => reject(),
  }: {
    allow: (context: AuthContext) => void;
    onSession?: (accept: () => ssh2.Session, reject: () => void) => void;
  },
) {
  const connections = new Set<Connection>();
  const server = new ssh2.Server(config, (connection) => {
    connections.add(connection);
    connection
      .on('error', () => {})
      .on('close', () => connections.delete(connection))
      .on('authentication', allow)
      .on('ready', () =>
        connection.on('session', (accept, reject) => onSession(accept as never, reject as never)),
      );
  });
  // Its 'connection' event gives no sockets.
  const port = await listen(server);
  const stop = () => {
    for (const connection of connections) connection.end();
    server.close();
  };
  return { port, stop };
}

/** @returns its port, and what ends it with all that is connected. */
export async function listenOn(server: NetServer) {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  });
  const port = await listen(server);
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port, stop };
}

async function listen(server: Pick<NetServer, 'listen' | 'address'>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
