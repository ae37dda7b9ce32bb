import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that counts what clients send, and breaks it off where it is told to. */
export type BreakingProxy = {
  port: number;
  /** Bytes that clients have sent, protocol and all. */
  readonly sent: number;
  /** Bytes that the server has sent. */
  readonly answered: number;
  /** The same two for what the server sends, for those who read. */
  resetAfterAnswers(bytes: number): void;
  stallAfterAnswers(bytes: number): void;
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

type Direction = 'sent' | 'answered';
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
  const passed = { sent: 0, answered: 0 };
  let breaks: { way: Direction; at: number; how: 'reset' | 'stall' } | undefined;

  /** @returns whether the connection goes on. */
  function take(pair: Pair, bytes: number, way: Direction): boolean {
    passed[way] += bytes;
    if (breaks?.way !== way || passed[way] < breaks.at) return true;
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

  function breakAfter(way: Direction, bytes: number, how: 'reset' | 'stall'): void {
    breaks = { way, at: passed[way] + bytes, how };
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
    if (!take(pair, 0, 'sent')) return;
    client.on('data', (chunk) => {
      if (take(pair, chunk.length, 'sent')) pass(chunk, client, server, pair);
    });
    server.on('data', (chunk) => {
      if (take(pair, chunk.length, 'answered')) pass(chunk, server, client, pair);
    });
    client.on('end', () => server.end());
    server.on('end', () => client.end());
  });
  listener.listen(listenOn, '127.0.0.1');
  await once(listener, 'listening');

  return {
    port: (listener.address() as AddressInfo).port,
    get sent() {
      return passed.sent;
    },
    get answered() {
      return passed.answered;
    },
    resetAfter: (bytes) => breakAfter('sent', bytes, 'reset'),
    stallAfter: (bytes) => breakAfter('sent', bytes, 'stall'),
    resetAfterAnswers: (bytes) => breakAfter('answered', bytes, 'reset'),
    stallAfterAnswers: (bytes) => breakAfter('answered', bytes, 'stall'),
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
