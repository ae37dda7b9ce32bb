import http from 'node:http';
import https from 'node:https';
import net, { type LookupFunction, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { plainHost } from './egress-rule.ts';

/** The egress rule as connections ask it. */
export type Guard = {
  /** For addresses written out, which no look-up sees: why not. */
  refuse(hostname: string, port: number): Error | undefined;
  lookup(port: number): LookupFunction;
};

export type EgressAgents = { http: http.Agent; https: https.Agent; destroy(): void };

const CONNECT_MS = 10_000;

type Create = (error: Error | null, stream: Duplex) => void;

/** @param sockets connections to one host at a time. */
export function createAgents(guard: Guard, { sockets = 64 } = {}): EgressAgents {
  const options = { keepAlive: true, maxSockets: sockets, scheduling: 'lifo' } as const;
  // The agents' own connecting, with the rule in front of it.
  const guarded = <A extends http.Agent>(agent: A): A => {
    const create = agent.createConnection.bind(agent);
    agent.createConnection = (given, callback) => {
      const host = plainHost(String(given.host ?? ''));
      const port = Number(given.port);
      const refused = guard.refuse(host, port);
      if (refused) {
        // Not at once: the agent expects the answer after this call.
        process.nextTick(callback as Create, refused);
        return undefined;
      }
      const socket = create({ ...given, lookup: guard.lookup(port) }, callback);
      if (socket instanceof net.Socket) limitConnecting(socket);
      return socket;
    };
    return agent;
  };
  const plain = guarded(new http.Agent(options));
  const secure = guarded(new https.Agent(options));
  return {
    http: plain,
    https: secure,
    destroy() {
      plain.destroy();
      secure.destroy();
    },
  };
}

/** A TCP connection by the rule. @throws as net.connect; the signal's reason. */
export async function openSocket(
  guard: Guard,
  to: { hostname: string; port: number; signal?: AbortSignal | undefined },
): Promise<Socket> {
  const host = plainHost(to.hostname);
  to.signal?.throwIfAborted();
  const refused = guard.refuse(host, to.port);
  if (refused) throw refused;
  const socket = net.connect({ host, port: to.port, lookup: guard.lookup(to.port), noDelay: true });
  limitConnecting(socket);
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const abort = () => reject(to.signal?.reason);
  to.signal?.addEventListener('abort', abort, { once: true });
  socket.once('connect', () => resolve(socket)).once('error', reject);
  try {
    return await promise;
  } catch (error) {
    socket.on('error', () => {});
    socket.destroy();
    throw error;
  } finally {
    socket.off('error', reject);
    to.signal?.removeEventListener('abort', abort);
  }
}

function limitConnecting(socket: Socket): void {
  const late = Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT' });
  const timer = setTimeout(() => socket.destroy(late), CONNECT_MS);
  const settle = () => clearTimeout(timer);
  socket.once('connect', settle).once('close', settle);
}
