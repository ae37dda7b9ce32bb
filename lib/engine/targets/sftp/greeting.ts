import type { Socket } from 'node:net';

/** What a server says before anything is secret: its name, and the algorithms that it offers. */
export type Greeting = {
  /** The first bytes as text, for a server that speaks something else. */
  text: string;
  /** "SSH-2.0-OpenSSH_9.2 …" */
  name: string | undefined;
  offers: ServerOffers | undefined;
};

export type ServerOffers = {
  kex: string[];
  serverHostKey: string[];
  cipher: string[];
  hmac: string[];
};

/** Bytes; a server's list of algorithms has about 1,500. */
const MOST = 16 << 10;
const KEXINIT = 20;
const COOKIE = 16;

/**
 * Reads along what comes first over a connection: the library says that nothing fits, but not what
 * there was. Stops by itself once it knows.
 */
export function readGreeting(socket: Socket): () => Greeting {
  let seen = Buffer.alloc(0);
  let offers: ServerOffers | undefined;
  const read = (chunk: Buffer) => {
    seen = Buffer.concat([seen, chunk.subarray(0, MOST - seen.length)]);
    offers = findOffers(seen);
    if (offers || seen.length >= MOST) socket.off('data', read);
  };
  // Flows once the library asks for it; until then no byte is taken from it.
  socket.pause().on('data', read);
  return () => ({
    text: seen.toString('latin1').slice(0, 500),
    name: findName(seen)?.text,
    offers,
  });
}

/** Lines may stand before the one with the name (RFC 4253, 4.2). */
function findName(bytes: Buffer): { text: string; end: number } | undefined {
  const match = /(?:^|\n)(SSH-[^\r\n]*)\r?\n/.exec(bytes.toString('latin1'));
  return match?.[1] ? { text: match[1], end: match.index + match[0].length } : undefined;
}

/** The first packet, SSH_MSG_KEXINIT (RFC 4253, 6 and 7.1); undefined until it is there whole. */
function findOffers(bytes: Buffer): ServerOffers | undefined {
  const start = findName(bytes)?.end;
  if (start === undefined || bytes.length < start + 6) return undefined;
  const end = start + 4 + bytes.readUInt32BE(start);
  if (bytes.length < end || bytes[start + 5] !== KEXINIT) return undefined;
  let at = start + 6 + COOKIE;
  const lists: string[][] = [];
  while (lists.length < 6) {
    if (at + 4 > end) return undefined;
    const length = bytes.readUInt32BE(at);
    if (at + 4 + length > end) return undefined;
    lists.push(bytes.toString('latin1', at + 4, at + 4 + length).split(','));
    at += 4 + length;
  }
  const [kex = [], serverHostKey = [], cipher = [], , hmac = []] = lists;
  return { kex, serverHostKey, cipher, hmac };
}
