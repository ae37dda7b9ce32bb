import type { Socket } from 'node:net';
import type { Client, SFTPWrapper } from 'ssh2';
import type { Failure } from '#lib/errors.ts';
import { type Budget, createBudget } from './budget.ts';
import { extensionsOf, maxWriteOf } from './ssh2-inside.ts';

/**
 * Bytes on their way over one connection. OpenSSH lets 2 MiB into a channel before it wants them
 * taken out; the rest stands ready here while its answers come back.
 */
const UNDER_WAY = 4 << 20;
/** Milliseconds in which what was given up has to be answered, before the connection counts as hanging. */
const TO_ANSWER = 400;
/** Milliseconds for a farewell. */
const TO_PART = 300;

type Done<T> = (error?: Error | null, value?: T) => void;

export type Connection = {
  /** Aborted, with the Failure as its reason, once the connection is no more. */
  readonly gone: AbortSignal;
  readonly budget: Budget;
  /** Bytes that one write may carry. */
  readonly maxWrite: number;
  readonly sftp: SFTPWrapper;
  /** Whether the server has an extension, such as fsync@openssh.com. */
  has(extension: string): boolean;
  /**
   * One request. A connection on which it stays without an answer after the signal is ended: nothing
   * else would ever come over it.
   * @throws what the server said, with its status as `code`; the signal's reason.
   */
  call<T = void>(signal: AbortSignal, send: (sftp: SFTPWrapper, done: Done<T>) => void): Promise<T>;
  /** Ends it unless something given up is answered soon. */
  suspect(isAnswered: () => boolean): void;
  /** Something given up is still unanswered: it may be hanging. */
  isSuspect(): boolean;
  end(): void;
};

/** @param lost what is said of it when the other side, or the network, ends it. */
export function createConnection(
  { client, sftp, socket }: { client: Client; sftp: SFTPWrapper; socket: Socket },
  lost: (error: unknown) => Failure,
): Connection {
  const gone = new AbortController();
  const extensions = extensionsOf(sftp);
  const suspicions = new Set<() => boolean>();
  let last: unknown;
  // Also while it lies idle: what goes wrong then is nobody's, and the next file opens another.
  const note = (error: unknown) => {
    last ??= error;
  };
  const leave = () => {
    if (!gone.signal.aborted) gone.abort(lost(last));
    socket.destroy();
  };
  client.on('error', note).on('close', leave).on('end', leave);
  sftp.on('error', note).on('close', leave).on('end', leave);

  const connection: Connection = {
    gone: gone.signal,
    budget: createBudget(UNDER_WAY),
    maxWrite: maxWriteOf(sftp),
    sftp,
    has: (extension) => extensions.has(extension),
    async call<T>(signal: AbortSignal, send: (sftp: SFTPWrapper, done: Done<T>) => void) {
      signal.throwIfAborted();
      gone.signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      let isAnswered = false;
      const abort = () => {
        reject(signal.reason);
        connection.suspect(() => isAnswered);
      };
      const leaving = () => reject(gone.signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      gone.signal.addEventListener('abort', leaving, { once: true });
      try {
        send(sftp, (error, value) => {
          isAnswered = true;
          if (error) reject(error);
          else resolve(value as T);
        });
        return await promise;
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
