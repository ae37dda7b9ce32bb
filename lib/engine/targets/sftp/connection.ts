import type { Socket } from 'node:net';
import type { Client } from 'ssh2';
import type { Failure } from '#lib/errors.ts';
import { type Budget, createBudget } from './budget.ts';
import type { SftpClient } from './sftp-client.ts';

/**
 * Bytes on their way over one connection. OpenSSH lets 2 MiB into a channel before it wants them
 * taken out; the rest stands ready here while its answers come back.
 */
const UNDER_WAY = 4 << 20;
/** Milliseconds in which what was given up has to be answered, before the connection counts as hanging. */
const TO_ANSWER = 400;
/** Milliseconds for a farewell. */
const TO_PART = 300;

export type Connection = {
  /** Aborted, with the Failure as its reason, once the connection is no more. */
  readonly gone: AbortSignal;
  readonly budget: Budget;
  readonly sftp: SftpClient;
  /** Whether the server has an extension, such as fsync@openssh.com. */
  has(extension: string): boolean;
  /**
   * One request. A connection on which it stays without an answer after the signal is ended: nothing
   * else would ever come over it.
   * @throws what the server said, with its status as `code`; the signal's reason.
   */
  call<T>(signal: AbortSignal, ask: (sftp: SftpClient) => Promise<T>): Promise<T>;
  /** Ends it unless something given up is answered soon. */
  suspect(isAnswered: () => boolean): void;
  /** Something given up is still unanswered: it may be hanging. */
  isSuspect(): boolean;
  end(): void;
};

/**
 * @param lost what is said of it when the other side, or the network, ends it.
 * @param start opens SFTP; is told what to call when that ends.
 */
export async function createConnection(
  { client, socket }: { client: Client; socket: Socket },
  lost: (error: unknown) => Failure,
  start: (ended: (error: unknown) => void) => Promise<SftpClient>,
): Promise<Connection> {
  const gone = new AbortController();
  const suspicions = new Set<() => boolean>();
  let last: unknown;
  const leave = () => {
    if (!gone.signal.aborted) gone.abort(lost(last));
    socket.destroy();
  };
  // Also while it lies idle: what goes wrong then is nobody's, and the next file opens another.
  client
    .on('error', (error) => {
      last ??= error;
    })
    .on('close', leave)
    .on('end', leave);
  const sftp = await start((error) => {
    last ??= error;
    leave();
  });

  const connection: Connection = {
    gone: gone.signal,
    budget: createBudget(UNDER_WAY),
    sftp,
    has: (extension) => sftp.extensions.has(extension),
    async call<T>(signal: AbortSignal, ask: (sftp: SftpClient) => Promise<T>) {
      signal.throwIfAborted();
      gone.signal.throwIfAborted();
      const { promise, reject } = Promise.withResolvers<never>();
      let isAnswered = false;
      const abort = () => {
        reject(signal.reason);
        connection.suspect(() => isAnswered);
      };
      const leaving = () => reject(gone.signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      gone.signal.addEventListener('abort', leaving, { once: true });
      try {
        const answer = ask(sftp).finally(() => {
          isAnswered = true;
        });
        answer.catch(() => {});
        return await Promise.race([answer, promise]);
      } finally {
        signal.removeEventListener('abort', abort);
        gone.signal.removeEventListener('abort', leaving);
      }
    },
    suspect(isAnswered) {
      if (isAnswered()) return;
      suspicions.add(isAnswered);
      setTimeout(() => {
        suspicions.delete(isAnswered);
        if (!isAnswered()) leave();
      }, TO_ANSWER).unref();
    },
    isSuspect: () => [...suspicions].some((isAnswered) => !isAnswered()),
    end() {
      if (gone.signal.aborted) return;
      client.end();
      setTimeout(leave, TO_PART).unref();
    },
  };
  return connection;
}
