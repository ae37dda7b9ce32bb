import ssh2 from 'ssh2';
import { Failure } from '#lib/errors.ts';
import { hostKeyLine } from '#lib/operations/host-key.ts';
import { describeTargetError } from '../../delivery/target-failure.ts';
import type { Egress } from '../../egress.ts';
import { hostKeyType, type Offer, offerAlgorithms } from './algorithms.ts';
import { type Connection, createConnection } from './connection.ts';
import { describeConnectFailure } from './connection-failure.ts';
import { describeHostKey, fitsFingerprint, type HostKey } from './fingerprint.ts';
import { type Greeting, readGreeting } from './greeting.ts';
import { openSftp } from './open-sftp.ts';
import { quickenCipher } from './quicken-cipher.ts';
import type { Settings } from './settings.ts';
import { createSignIn } from './sign-in.ts';
import { tuneSocket } from './tune-socket.ts';

/** Milliseconds for greeting, keys and sign-in: some servers look names up before they answer. */
const TO_SIGN_IN = 30_000;
/** Milliseconds between signs of life, and how many may stay without an answer. */
const KEEPALIVE = { interval: 10_000, most: 3 };

type Opening = {
  egress: Egress;
  signal: AbortSignal;
  /** For those who want to tell how far it got. */
  watch?:
    | {
        connected(): void;
        /** Each key that the server shows; several when the first is not the one expected. */
        shown(key: HostKey, fits: boolean): void;
      }
    | undefined;
};

/**
 * Connects, checks the host key, signs in and opens SFTP.
 * @throws Failure, classified; the signal's reason.
 */
export async function openConnection(settings: Settings, opening: Opening): Promise<Connection> {
  const offer = offerAlgorithms(settings.legacyAlgorithms);
  const shown: HostKey[] = [];
  // A server has a key of each kind and shows one. The fingerprint may be that of another.
  for (let hostKeys = offer.serverHostKey; ; ) {
    const opened = await tryToOpen(settings, { ...offer, serverHostKey: hostKeys }, opening);
    if (opened.connection) return opened.connection;
    const { mismatch, greeting } = opened;
    shown.push(mismatch);
    const offered = greeting.offers?.serverHostKey ?? [];
    hostKeys = hostKeys.filter(
      (name) => offered.includes(name) && hostKeyType(name) !== hostKeyType(mismatch.type),
    );
    if (hostKeys.length === 0) throw describeMismatch(settings, shown);
  }
}

type Opened =
  | { connection: Connection }
  | { connection?: undefined; mismatch: HostKey; greeting: Greeting };

async function tryToOpen(
  settings: Settings,
  algorithms: Offer,
  { egress, signal, watch }: Opening,
): Promise<Opened> {
  const { host, port, address, username, fingerprint } = settings;
  const socket = await egress.connect(host, port, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw describeTargetError(error, address, 'host');
  });
  watch?.connected();
  const greeting = readGreeting(socket);
  tuneSocket(socket);
  const signIn = createSignIn(settings);
  const client = new ssh2.Client();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let mismatch: HostKey | undefined;
  let failed: unknown;
  // Several may come for one cause: the first tells most. None may come to nobody.
  client
    .on('error', (error) => {
      failed ??= error;
      reject(error);
    })
    .on('close', () => reject(failed))
    .on('handshake', () => quickenCipher(client))
    .on('ready', () => resolve());
  const abort = () => {
    reject(signal.reason);
    socket.destroy();
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    client.connect({
      sock: socket,
      username,
      algorithms,
      readyTimeout: TO_SIGN_IN,
      keepaliveInterval: KEEPALIVE.interval,
      keepaliveCountMax: KEEPALIVE.most,
      hostVerifier: (key: Buffer) => {
        const described = describeHostKey(key);
        const fits = fingerprint === undefined || fitsFingerprint(described, fingerprint);
        watch?.shown(described, fits);
        if (!fits) mismatch = described;
        return fits;
      },
      authHandler: (left, partly, use) => signIn.next(left, partly, use),
    });
    await promise;
    // dropbear uses OpenSSH's SFTP server.
    const isOpenSsh = /^SSH-2\.0-(?:OpenSSH|dropbear)/.test(greeting().name ?? '');
    const connection = await createConnection(
      { client, socket },
      (error) => describeLost(error, address),
      (ended) => openSftp(client, { settings, isOpenSsh, signal, ended }),
    );
    return { connection };
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    if (mismatch) return { mismatch, greeting: greeting() };
    throw describeConnectFailure(error, settings, { greeting: greeting(), signIn });
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function describeMismatch({ address, fingerprint }: Settings, shown: HostKey[]): Failure {
  const keys = shown.map(({ type, sha256 }) => `${type} ${sha256}`).join(', ');
  const words = `${address} shows another host key than the one expected: ${keys}. Nothing was sent. If the server was set up anew, ask its administrator for the fingerprint and enter it.`;
  const lines = shown.map(({ type, sha256 }) => hostKeyLine({ type, fingerprint: sha256 }));
  return new Failure('HOST_KEY_MISMATCH', words, {
    fields: { host_key_fingerprint: [words] },
    detail: [`Expected: ${fingerprint}`, ...lines].join('\n'),
  });
}

function describeLost(error: unknown, address: string): Failure {
  const detail = error instanceof Error ? error.message : undefined;
  const words = `${address} broke off the connection before the file was whole.`;
  return new Failure('TARGET_UNREACHABLE', words, { detail, cause: error });
}
