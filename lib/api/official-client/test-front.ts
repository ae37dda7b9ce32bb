import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, connect, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';

/** The hosts that the official client has built in. */
const DOMAIN = 'cloudconvert.com';

/**
 * Stands between the official client, unmodified, and a server on loopback: connections of this process to the
 * hosted service's names come here, TLS and all, and go on to the server as they are.
 *
 * @returns the way to undo all of it.
 */
export async function startFront(port: number): Promise<() => Promise<void>> {
  const dir = await mkdtemp(path.join(tmpdir(), 'slipway-front-'));
  const [cert, key] = [path.join(dir, 'cert.pem'), path.join(dir, 'key.pem')];
  const names = ['*', '*.api'].map((name) => `DNS:${name}.${DOMAIN}`).join(',');
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', `/CN=${DOMAIN}`, '-addext', `subjectAltName=${names}`];
  const out = ['-keyout', key, '-out', cert, '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject, ...out], { stdio: 'ignore' });

  const open = new Set<Socket>();
  const front = tls.createServer(
    { cert: await readFile(cert), key: await readFile(key) },
    (asked) => {
      const onward = connect(port, '127.0.0.1');
      for (const socket of [asked, onward]) {
        open.add(socket);
        socket.once('close', () => open.delete(socket));
        socket.on('error', () => socket.destroy());
      }
      asked.pipe(onward).pipe(asked);
      asked.once('close', () => onward.destroy());
    },
  );
  front.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const { port: frontPort } = front.address() as AddressInfo;

  const trusted = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...trusted, await readFile(cert, 'utf8')]);
  const undo = rerouteTo(frontPort);
  return async () => {
    undo();
    tls.setDefaultCACertificates(trusted);
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => front.close(resolve));
    await rm(dir, { recursive: true });
  };
}

/** What DNS and port 443 would do, where both belong to others. */
function rerouteTo(port: number): () => void {
  const real = Socket.prototype.connect;
  const reroute = (options: unknown) => {
    const asked = options as { host?: unknown; port?: unknown } | null;
    if (typeof asked?.host !== 'string' || !asked.host.endsWith(`.${DOMAIN}`)) return;
    asked.host = '127.0.0.1';
    asked.port = port;
  };
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    // Node hands its own calls on as a list of arguments in one.
    const [first] = args;
    reroute(Array.isArray(first) ? first[0] : first);
    return Reflect.apply(real, this, args);
  } as typeof real;
  return () => {
    Socket.prototype.connect = real;
  };
}
