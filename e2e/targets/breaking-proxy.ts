import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that counts what clients send, and breaks it off where it is told to. */
export type BreakingProxy = {
  port: number;
  /** Bytes that clients have sent, protocol and all. */
  readonly sent: number;
  /** Resets every connection once this many more bytes have come; 0: the next connection, at once. */
  resetAfter(bytes: number): void;
  /** Lets the connection that brings the last of so many more bytes stand still: nothing goes either way. */
  stallAfter(bytes: number): void;
  /** Resolves when a connection has stalled. */
  stalled(): Promise<void>;
  /** Ends what has stalled, for both sides. */
  cut(): void;
  close(): Promise<void>;
};

type Pair = { client: Socket; server: Socket; isStalled: boolean };

/** @param port of the server, on 127.0.0.1. @param listenOn a free port unless told. */
export async function startBreakingProxy({
  port,
  listenOn = 0,
}: {
  port: number;
  listenOn?: number;
}): Promise<BreakingProxy> {
  const pairs = new Set<Pair>();
  const { promise: stalled, resolve: noteStall } = Promise.withResolvers<void>();
  let sent = 0;
  let breaks: { at: number; how: 'reset' | 'stall' } | undefined;

  /** @returns whether the connection goes on. */
  function take(pair: Pair, bytes: number): boolean {
    sent += bytes;
    if (!breaks || sent < breaks.at) return true;
    const { how } = breaks;
    breaks = undefined;
    if (how === 'reset') resetAll();
    else {
      pair.isStalled = true;
      pair.client.pause();
      pair.server.pause();
      noteStall();
    }
    return false;
  }

  function resetAll(): void {
    for (const { client, server } of pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const pair: Pair = { client, server, isStalled: false };
    pairs.add(pair);
    const end = () => {
      client.destroy();
      server.destroy();
      pairs.delete(pair);
    };
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
    if (!take(pair, 0)) return;
    client.on('data', (chunk) => {
      if (take(pair, chunk.length)) pass(chunk, client, server, pair);
    });
    server.on('data', (chunk) => pass(chunk, server, client, pair));
    client.on('end', () => server.end());
    server.on('end', () => client.end());
  });
  listener.listen(listenOn, '127.0.0.1');
  await once(listener, 'listening');

  return {
    port: (listener.address() as AddressInfo).port,
    get sent() {
      return sent;
    },
    resetAfter: (bytes) => {
      breaks = { at: sent + bytes, how: 'reset' };
    },
    stallAfter: (bytes) => {
      breaks = { at: sent + bytes, how: 'stall' };
    },
    stalled: () => stalled,
    cut() {
      for (const { client, isStalled } of pairs) if (isStalled) client.destroy();
    },
    async close() {
      const closed = once(listener, 'close');
      listener.close();
      resetAll();
      await closed;
    },
  };
}

/** Reads no faster than the other side takes it: what is counted as sent is on its way. */
function pass(chunk: Buffer, from: Socket, to: Socket, pair: Pair): void {
  if (to.destroyed || to.write(chunk)) return;
  from.pause();
  to.once('drain', () => {
    if (!pair.isStalled) from.resume();
  });
}
