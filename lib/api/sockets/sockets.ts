import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Server, Socket } from 'socket.io';
import type { RouteOptions } from '../api.ts';
import { basesOf } from '../bases.ts';
import { findPrincipal } from '../principal.ts';
import { type Channel, parseChannel } from './channel.ts';
import { createNews } from './news.ts';
import { createRooms, type Member } from './rooms.ts';

/** Bounds of what clients may hold open. */
const MOST_SOCKETS = 5_000;
const MOST_SOCKETS_OF_A_KEY = 100;
const MOST_CHANNELS_OF_A_SOCKET = 200;
/** Refused subscriptions after which a socket is closed. */
const MOST_REFUSALS = 20;
/** Milliseconds that a socket may listen to nothing. */
const IDLE = 30_000;
/** Milliseconds between looks for keys that were revoked or have expired. */
const LOOK_AT_KEYS_EVERY = 15_000;

export type Sockets = {
  handle(req: IncomingMessage, res: ServerResponse): void;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
};

/**
 * Real-time events over socket.io: clients send `subscribe` with `{channel, auth: {headers: {Authorization}}}`,
 * and get `task.finished` and the like with the channel and `{task}` or `{job}`. A subscription that is refused
 * is answered with `subscription_error`, the channel and a status. Nothing is loaded before the first client comes.
 */
export function createSockets(options: RouteOptions): Sockets {
  const { engine, db, clock, log, maxFileSize } = options;
  const rooms = createRooms();
  const signers = { urls: engine.urls, uploads: engine.uploads, maxFileSize };
  const news = createNews({ prisma: db, log, signers }, rooms);
  const socketsByKey = new Map<string, Set<Socket>>();
  const inner = createServer();
  let opened: Promise<Server> | undefined;
  let unlisten: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function open(): Promise<Server> {
    const { Server } = await import('socket.io');
    const io: Server = new Server({
      path: '/socket.io/',
      serveClient: false,
      // Who may listen is decided by a key in the message, not by a cookie.
      cors: { origin: '*' },
      maxHttpBufferSize: 16_384,
      connectTimeout: 10_000,
      allowRequest: (_req, answer) =>
        answer(
          io.engine.clientsCount < MOST_SOCKETS ? null : 'This server has too many sockets open.',
          io.engine.clientsCount < MOST_SOCKETS,
        ),
    });
    io.attach(inner, { destroyUpgrade: false });
    io.on('connection', serve);
    unlisten = engine.onTaskChange(news.note);
    timer = setInterval(() => void lookAtKeys(), LOOK_AT_KEYS_EVERY).unref();
    return io;
  }

  function serve(socket: Socket): void {
    const member: Member = {
      bases: basesOf(options, socket.request),
      send(event, channel, data, skippable) {
        (skippable ? socket.volatile : socket).emit(event, channel, data);
      },
    };
    const joined = new Map<string, { teamId: string; channel: Channel }>();
    const keys = new Set<string>();
    let refusals = 0;
    const idle = setTimeout(() => joined.size === 0 && socket.disconnect(true), IDLE);

    const refuse = (channel: unknown, status: number) => {
      socket.emit('subscription_error', channel, status);
      refusals += 1;
      if (refusals >= MOST_REFUSALS) socket.disconnect(true);
    };

    async function subscribe(asked: unknown): Promise<void> {
      const { channel: name, auth } = (asked ?? {}) as {
        channel?: unknown;
        auth?: { headers?: { Authorization?: unknown } };
      };
      if (typeof name === 'string' && joined.has(name)) return;
      const channel = parseChannel(name);
      if (!channel || typeof name !== 'string') return refuse(undefined, 404);
      if (joined.size >= MOST_CHANNELS_OF_A_SOCKET) return refuse(name, 429);
      const authorization = auth?.headers?.Authorization;
      const principal =
        typeof authorization === 'string'
          ? await findPrincipal(db, clock, authorization)
          : undefined;
      if (!principal?.keyId) return refuse(name, 401);
      if (!principal.scopes.includes('task.read')) return refuse(name, 403);
      const isOwn = channel.id === principal.userId;
      if (channel.of.startsWith('user-') && !isOwn) return refuse(name, 403);
      const { teamId, keyId } = principal;
      const others = socketsByKey.get(keyId) ?? new Set();
      if (!others.has(socket) && others.size >= MOST_SOCKETS_OF_A_KEY) return refuse(name, 429);
      socketsByKey.set(keyId, others.add(socket));
      keys.add(keyId);
      joined.set(name, { teamId, channel });
      const found = await news.join(teamId, channel, member, { name, keyId });
      if (!found) {
        joined.delete(name);
        refuse(name, 404);
      }
      // It may have gone while we looked.
      if (!socket.connected) leave();
    }

    function leave(): void {
      clearTimeout(idle);
      rooms.leaveAll(member);
      joined.clear();
      for (const keyId of keys) {
        const others = socketsByKey.get(keyId);
        others?.delete(socket);
        if (others?.size === 0) socketsByKey.delete(keyId);
      }
    }

    socket.on('subscribe', (asked: unknown) => {
      subscribe(asked).catch((error: unknown) => {
        log.error({ err: error }, 'a subscription failed');
        socket.disconnect(true);
      });
    });
    socket.on('unsubscribe', (asked: unknown) => {
      const name = String((asked as { channel?: unknown } | undefined)?.channel);
      const was = joined.get(name);
      if (was) rooms.leave(was.teamId, was.channel, member);
      joined.delete(name);
    });
    socket.on('disconnect', leave);
  }

  /** A key that is revoked closes what it opened. */
  async function lookAtKeys(): Promise<void> {
    const ids = rooms.keyIds();
    if (ids.length === 0) return;
    try {
      const good = await db.apiKey.findMany({
        where: {
          id: { in: ids },
          revokedAt: null,
          OR: [{ expiresAt: null }, { expiresAt: { gt: clock.now() } }],
        },
        select: { id: true },
      });
      const still = new Set(good.map(({ id }) => id));
      rooms.keepKeys((keyId) => still.has(keyId));
      for (const id of ids)
        if (!still.has(id))
          for (const socket of socketsByKey.get(id) ?? []) socket.disconnect(true);
    } catch (error) {
      log.warn({ err: error }, 'keys of sockets were not looked at');
    }
  }

  return {
    handle(req, res) {
      opened ??= open();
      void opened.then(() => inner.emit('request', req, res));
    },
    upgrade(req, socket, head) {
      socket.on('error', () => socket.destroy());
      opened ??= open();
      void opened.then(() => inner.emit('upgrade', req, socket, head));
    },
    async close() {
      clearInterval(timer);
      unlisten?.();
      await (await opened)?.close();
    },
  };
}
