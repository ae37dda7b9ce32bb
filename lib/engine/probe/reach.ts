import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { Failure } from '#lib/errors.ts';
import { describeTargetError } from '../delivery/target-failure.ts';
import type { Egress } from '../egress.ts';
import { plainHost } from '../egress-rule.ts';

/** Milliseconds for a handshake, as long as connecting may take. */
const TO_SHAKE_HANDS = 10_000;

type Reach = {
  egress: Pick<Egress, 'connect'>;
  signal: AbortSignal;
  /** The field of the form that the address comes from. */
  field: string;
};

/**
 * Connects to a web address by the egress rule, with TLS where it says https, and hangs up.
 * @returns a sentence about it. @throws Failure at the field; the signal's reason.
 */
export async function reach(url: URL, { egress, signal, field }: Reach): Promise<string> {
  const isSecure = url.protocol === 'https:';
  const host = plainHost(url.hostname);
  const port = Number(url.port) || (isSecure ? 443 : 80);
  let socket: Socket | undefined;
  try {
    socket = await egress.connect(host, port, signal);
    if (!isSecure) {
      return `${url.host} takes connections. They are not encrypted: whoever is on the way can read all that is sent. Use https:// where the service has it.`;
    }
    const secure = await shakeHands(socket, host, signal);
    const until = new Date(secure.getPeerCertificate().valid_to);
    const version = secure.getProtocol()?.replace('TLSv', 'TLS ') ?? 'TLS';
    secure.destroy();
    const end = Number.isNaN(until.getTime()) ? '' : ` until ${until.toISOString().slice(0, 10)}`;
    return `${url.host} answers with ${version}, and its certificate is valid${end}.`;
  } catch (error) {
    signal.throwIfAborted();
    if (isCut(error)) throw describeCut(url.host, field, error);
    throw describeTargetError(error, url.host, field);
  } finally {
    socket?.destroy();
  }
}

const isCut = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(?:ECONNRESET|EPIPE)$/.test(`${error.code}`);

/** The sentence of deliveries would speak of a file. */
function describeCut(host: string, field: string, cause: unknown): Failure {
  const words = `${host} takes the connection and breaks it off at once. It may not speak TLS, or let this server’s address in nowhere: check scheme and port.`;
  return new Failure('TARGET_UNREACHABLE', words, { fields: { [field]: [words] }, cause });
}

async function shakeHands(socket: Socket, host: string, signal: AbortSignal): Promise<TLSSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  // A name goes along only where it is one: addresses are compared with the certificate alone.
  const name = isIP(host) ? {} : { servername: host };
  const secure = connectTls({ socket, host, ALPNProtocols: ['http/1.1'], ...name });
  const late = Object.assign(new Error('handshake ETIMEDOUT'), { code: 'ETIMEDOUT' });
  const timer = setTimeout(() => reject(late), TO_SHAKE_HANDS);
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  const cut = Object.assign(new Error('closed in the handshake'), { code: 'ECONNRESET' });
  secure
    .once('secureConnect', () => resolve(secure))
    .on('error', reject)
    .once('close', () => reject(cut));
  try {
    return await promise;
  } catch (error) {
    secure.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
