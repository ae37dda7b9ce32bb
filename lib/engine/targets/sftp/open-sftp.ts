import type { Client, ClientChannel } from 'ssh2';
import { Failure, isFailure } from '#lib/errors.ts';
import type { Settings } from './settings.ts';
import { type SftpClient, startSftp } from './sftp-client.ts';
import { NoSftpError } from './sftp-status.ts';

/** Milliseconds in which the server has to have SFTP ready. */
const TO_BEGIN = 30_000;
/** Characters of what a server says beside the protocol. */
const MOST_TEXT = 500;

type Opening = {
  settings: Settings;
  isOpenSsh: boolean;
  signal: AbortSignal;
  /** Called when SFTP has ended, once it had begun or not. */
  ended: (error: unknown) => void;
};

/**
 * Begins SFTP for somebody who is signed in.
 * @throws Failure, classified; the signal's reason.
 */
export async function openSftp(client: Client, opening: Opening): Promise<SftpClient> {
  const { settings, signal } = opening;
  const stopped = Promise.withResolvers<never>();
  const abort = () => stopped.reject(signal.reason);
  const late = `${settings.address} did not begin SFTP in time.`;
  const timer = setTimeout(() => stopped.reject(new Failure('TARGET_UNREACHABLE', late)), TO_BEGIN);
  const said: Said = { text: '', exit: undefined };
  signal.addEventListener('abort', abort, { once: true });
  try {
    const begun = openChannel(client).then((channel) => {
      listen(channel, said);
      return startSftp(channel, opening);
    });
    begun.catch(() => {});
    return await Promise.race([begun, stopped.promise]);
  } catch (error) {
    signal.throwIfAborted();
    throw describeNoSftp(error, settings, said);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

function openChannel(client: Client): Promise<ClientChannel> {
  const { promise, resolve, reject } = Promise.withResolvers<ClientChannel>();
  client.subsys('sftp', (error, channel) => (error ? reject(error) : resolve(channel)));
  return promise;
}

type Said = { text: string; exit: string | undefined };

/** Read on, so that a talkative server does not fill the channel. */
function listen(channel: ClientChannel, said: Said): void {
  channel.stderr.on('data', (chunk: Buffer) => {
    said.text = (said.text + chunk.toString()).slice(0, MOST_TEXT);
  });
  channel.on('exit', (code: number | null, name?: string) => {
    said.exit = code === null ? `signal ${name}` : `code ${code}`;
  });
}

/** Why a server that let somebody in gives no SFTP. */
function describeNoSftp(error: unknown, { address, username }: Settings, said: Said): Failure {
  if (isFailure(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  const { reason, code } = (error ?? {}) as { reason?: unknown; code?: unknown };
  const detail = [
    message,
    ...(error instanceof NoSftpError ? [error.start] : []),
    ...(said.text ? [said.text] : []),
    ...(said.exit ? [`It ended with ${said.exit}.`] : []),
  ].join('\n');
  if (error instanceof NoSftpError) {
    const words = `${address} sent text where SFTP should begin. A login script of user \`${username}\` prints something, or the account has no SFTP. Logins without a terminal must be silent.`;
    return new Failure('TARGET_DENIED', words, { detail, cause: error });
  }
  // Only a refusal of the channel has a reason (RFC 4254, 5.1).
  if (reason !== undefined && reason !== '') {
    const words = `${address} opens no more sessions for user \`${username}\` just now.`;
    return new Failure('TARGET_BUSY', words, { detail, cause: error });
  }
  if (code === 'ECONNRESET' && said.exit === undefined) {
    const words = `${address} broke off the connection before SFTP began.`;
    return new Failure('TARGET_UNREACHABLE', words, { detail, cause: error });
  }
  const words = `${address} let user \`${username}\` in, and offers no SFTP to that account. Its server needs the subsystem sftp.`;
  return new Failure('TARGET_DENIED', words, {
    detail,
    fields: { username: [words] },
    cause: error,
  });
}
