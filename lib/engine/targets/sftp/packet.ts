/** SSH_FXP_… of version 3 (draft-ietf-secsh-filexfer-02, 3), as far as they are used here. */
export const REQUEST = {
  init: 1,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  fstat: 8,
  openFolder: 11,
  readFolder: 12,
  remove: 13,
  mkdir: 14,
  realpath: 16,
  stat: 17,
  rename: 18,
  extended: 200,
} as const;
export const ANSWER = {
  version: 2,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attributes: 105,
  extended: 201,
} as const;

/** uint32, uint64, or a string: text as UTF-8, bytes as they are. */
export type Value = number | bigint | string | Buffer;

const sizeOf = (value: Value): number =>
  typeof value === 'number' ? 4 : typeof value === 'bigint' ? 8 : 4 + Buffer.byteLength(value);

/**
 * A request.
 * @param following bytes that belong to it and are sent after it, so that they need not be copied.
 */
export function encodeRequest(
  type: number,
  id: number,
  values: readonly Value[],
  following = 0,
): Buffer {
  const size = values.reduce<number>((sum, value) => sum + sizeOf(value), 9);
  const packet = Buffer.allocUnsafe(size);
  packet.writeUInt32BE(size - 4 + following, 0);
  packet.writeUInt8(type, 4);
  packet.writeUInt32BE(id, 5);
  let at = 9;
  for (const value of values) {
    if (typeof value === 'number') at = packet.writeUInt32BE(value, at);
    else if (typeof value === 'bigint') at = packet.writeBigUInt64BE(value, at);
    else {
      at = packet.writeUInt32BE(Buffer.byteLength(value), at);
      at += typeof value === 'string' ? packet.write(value, at) : value.copy(packet, at);
    }
  }
  return packet;
}

/** Takes a packet apart from its beginning on. @throws RangeError when it is too short. */
export type Reader = {
  uint32(): number;
  /** As a number: sizes and counts of bytes. */
  uint64(): number;
  bytes(): Buffer;
  text(): string;
  isAtEnd(): boolean;
};

export function createReader(packet: Buffer): Reader {
  let at = 0;
  const reader: Reader = {
    uint32() {
      at += 4;
      return packet.readUInt32BE(at - 4);
    },
    uint64() {
      at += 8;
      return Number(packet.readBigUInt64BE(at - 8));
    },
    bytes() {
      const length = reader.uint32();
      if (at + length > packet.length) throw new RangeError('A packet of SFTP is cut short.');
      at += length;
      return packet.subarray(at - length, at);
    },
    text: () => reader.bytes().toString(),
    isAtEnd: () => at >= packet.length,
  };
  return reader;
}

/** Bytes of a packet; OpenSSH's own limit. */
const LONGEST = 256 << 10;

/** Cuts what arrives into packets, without their length. @throws Error for what is no SFTP. */
export function createSplitter(take: (packet: Buffer) => void): (chunk: Buffer) => void {
  let pieces: Buffer[] = [];
  let held = 0;
  return (chunk) => {
    pieces.push(chunk);
    held += chunk.length;
    for (;;) {
      if (held < 4) return;
      if ((pieces[0]?.length ?? 0) < 4) pieces = [Buffer.concat(pieces)];
      const length = pieces[0]?.readUInt32BE(0) ?? 0;
      if (length === 0 || length > LONGEST) throw new Error('What came is no packet of SFTP.');
      if (held < 4 + length) return;
      const whole = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
      const rest = whole.subarray(4 + length);
      pieces = rest.length > 0 ? [rest] : [];
      held = rest.length;
      take(whole.subarray(4, 4 + length));
    }
  };
}
