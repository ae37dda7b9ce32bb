import type { Duplex } from 'node:stream';
import {
  ANSWER,
  createReader,
  createSplitter,
  encodeRequest,
  REQUEST,
  type Reader,
  type Value,
} from './packet.ts';
import { NoSftpError, SftpStatusError, STATUS } from './sftp-status.ts';

/**
 * SFTP version 3 over a channel, as much of it as delivering needs. The library's own copies every
 * byte once more on its way out, and leaves what is asked after the channel has closed unanswered
 * forever. Each call throws SftpStatusError for what the server refuses, and Error with the code
 * ECONNRESET when no answer can come any more.
 */
export type SftpClient = {
  /** Names of the extensions that the server has announced. */
  readonly extensions: ReadonlySet<string>;
  /** Bytes of data that one write may carry. */
  readonly maxWrite: number;
  open(path: string, mode: 'create' | 'write' | 'read'): Promise<Buffer>;
  close(handle: Buffer): Promise<void>;
  /** Calls back once the server has written the bytes, or refused. The chunk must stay as it is. */
  write(handle: Buffer, chunk: Buffer, at: number, done: (error?: Error) => void): void;
  /** Fewer bytes than asked for are no sign of the end; none are. */
  read(handle: Buffer, at: number, length: number): Promise<Buffer>;
  /** A handle for `readFolder`. */
  openFolder(path: string): Promise<Buffer>;
  /** Some of the names in a folder, `.` and `..` among them; none at the end. Links are `other`. */
  readFolder(handle: Buffer): Promise<FolderEntry[]>;
  stat(path: string): Promise<Attributes>;
  fstat(handle: Buffer): Promise<Attributes>;
  remove(path: string): Promise<void>;
  mkdir(path: string): Promise<void>;
  realpath(path: string): Promise<string>;
  rename(from: string, to: string): Promise<void>;
  /** Extensions of OpenSSH (its file PROTOCOL); to be asked for only where they are announced. */
  posixRename(from: string, to: string): Promise<void>;
  hardlink(from: string, to: string): Promise<void>;
  fsync(handle: Buffer): Promise<void>;
  /** Bytes that the account may still write. */
  room(handle: Buffer): Promise<number>;
};

/** `unknown` where the server leaves the permissions out, in which the kind stands. */
export type Attributes = {
  size: number;
  kind: 'file' | 'folder' | 'other' | 'unknown';
  /** Seconds since 1970, where the server tells. */
  modified?: number;
};

export type FolderEntry = Attributes & { name: string };

type Answer = { type: number; reader: Reader };
type Waiting = { take: (answer: Answer) => void; fail: (error: Error) => void };

const VERSION = 3;
const INIT = Buffer.from([0, 0, 0, 5, REQUEST.init, 0, 0, 0, VERSION]);
/** SSH_FXF_…: read 1, write 2, create 8, truncate 16, exclusive 32. */
const MODES = { read: 0x01, write: 0x02, create: 0x02 | 0x08 | 0x20 } as const;
/** Attributes that are left to the server. */
const NO_ATTRIBUTES = 0;
/** Bytes; the whole packet may have 256 KiB at OpenSSH's server, in all its versions. */
const MOST_WRITE = { openSsh: 255 << 10, others: 32_000 };

/**
 * Speaks first, and waits for the server's version and limits.
 * @param ended called once, when nothing can come any more.
 * @throws Error with what came instead.
 */
export async function startSftp(
  channel: Duplex,
  { isOpenSsh, ended }: { isOpenSsh: boolean; ended: (error: Error) => void },
): Promise<SftpClient> {
  const waiting = new Map<number, Waiting>();
  const version = Promise.withResolvers<Reader>();
  version.promise.catch(() => {});
  let lastId = 0;
  let over: Error | undefined;

  const end = (error: Error) => {
    if (over) return;
    over = error;
    version.reject(error);
    for (const { fail } of waiting.values()) fail(error);
    waiting.clear();
    ended(error);
  };
  const split = createSplitter((packet) => {
    const type = packet[0] ?? 0;
    const reader = createReader(packet.subarray(1));
    if (type === ANSWER.version) {
      version.resolve(reader);
      return;
    }
    const id = reader.uint32();
    const one = waiting.get(id);
    waiting.delete(id);
    one?.take({ type, reader });
  });
  channel
    .on('data', (chunk: Buffer) => {
      if (over) return;
      try {
        split(chunk);
      } catch (error) {
        end(new NoSftpError(chunk.toString('latin1', 0, 300), error));
      }
    })
    .on('error', (error: Error) => end(error))
    .on('end', () => end(noAnswer()))
    .on('close', () => end(noAnswer()));

  const send = (type: number, values: readonly Value[], one: Waiting, data?: Buffer) => {
    if (over) {
      one.fail(over);
      return;
    }
    lastId = (lastId + 1) >>> 0;
    waiting.set(lastId, one);
    channel.write(encodeRequest(type, lastId, values, data?.length));
    if (data) channel.write(data);
  };
  const ask = <T>(type: number, values: readonly Value[], read: (answer: Answer) => T) =>
    new Promise<T>((resolve, reject) => {
      const take = (answer: Answer) => {
        try {
          resolve(read(answer));
        } catch (error) {
          reject(error);
        }
      };
      send(type, values, { take, fail: reject });
    });
  const extended = (name: string, values: readonly Value[]) =>
    ask(REQUEST.extended, [name, ...values], expectOk);

  channel.write(INIT);
  const extensions = readExtensions(await version.promise);
  const limit = extensions.has('limits@openssh.com')
    ? await ask(REQUEST.extended, ['limits@openssh.com'], readMaxWrite).catch(() => 0)
    : 0;
  const usual = isOpenSsh ? MOST_WRITE.openSsh : MOST_WRITE.others;
  return {
    extensions,
    maxWrite: limit > 0 ? Math.min(limit, MOST_WRITE.openSsh) : usual,
    open: (path, mode) => ask(REQUEST.open, [path, MODES[mode], NO_ATTRIBUTES], readHandle),
    close: (handle) => ask(REQUEST.close, [handle], expectOk),
    write(handle, chunk, at, done) {
      const take = ({ type, reader }: Answer) => done(findRefusal(type, reader));
      send(REQUEST.write, [handle, BigInt(at), chunk.length], { take, fail: done }, chunk);
    },
    read: (handle, at, length) => ask(REQUEST.read, [handle, BigInt(at), length], readData),
    openFolder: (path) => ask(REQUEST.openFolder, [path], readHandle),
    readFolder: (handle) => ask(REQUEST.readFolder, [handle], readEntries),
    stat: (path) => ask(REQUEST.stat, [path], readAttributes),
    fstat: (handle) => ask(REQUEST.fstat, [handle], readAttributes),
    remove: (path) => ask(REQUEST.remove, [path], expectOk),
    mkdir: (path) => ask(REQUEST.mkdir, [path, NO_ATTRIBUTES], expectOk),
    realpath: (path) => ask(REQUEST.realpath, [path], readName),
    rename: (from, to) => ask(REQUEST.rename, [from, to], expectOk),
    posixRename: (from, to) => extended('posix-rename@openssh.com', [from, to]),
    hardlink: (from, to) => extended('hardlink@openssh.com', [from, to]),
    fsync: (handle) => extended('fsync@openssh.com', [handle]),
    room: (handle) => ask(REQUEST.extended, ['fstatvfs@openssh.com', handle], readRoom),
  };
}

const noAnswer = () =>
  Object.assign(new Error('No answer can come any more.'), { code: 'ECONNRESET' });

function findRefusal(type: number, reader: Reader): Error | undefined {
  if (type !== ANSWER.status) return new Error(`An answer of the type ${type} was not expected.`);
  const status = reader.uint32();
  // Some servers leave the text out.
  return status === STATUS.ok
    ? undefined
    : new SftpStatusError(status, reader.isAtEnd() ? '' : reader.text());
}

/** @throws SftpStatusError, or Error for an answer of another kind. */
function expect({ type, reader }: Answer, wanted: number): Reader {
  if (type === wanted) return reader;
  throw findRefusal(type, reader) ?? new Error('An answer was empty.');
}

function expectOk({ type, reader }: Answer): void {
  const refusal = findRefusal(type, reader);
  if (refusal) throw refusal;
}

const readHandle = (answer: Answer): Buffer => Buffer.from(expect(answer, ANSWER.handle).bytes());

function readData({ type, reader }: Answer): Buffer {
  if (type === ANSWER.data) return reader.bytes();
  const refusal = findRefusal(type, reader);
  if (refusal instanceof SftpStatusError && refusal.status === STATUS.endOfFile)
    return Buffer.alloc(0);
  throw refusal ?? new Error('An answer was empty.');
}

function readName(answer: Answer): string {
  const reader = expect(answer, ANSWER.name);
  if (reader.uint32() < 1) throw new Error('The server gave no name.');
  return reader.text();
}

/** The kind of file in the permissions, as stat(2) has it. */
function kindOf(mode: number): Attributes['kind'] {
  const kind = mode & 0o170_000;
  if (kind === 0) return 'unknown';
  if (kind === 0o040_000) return 'folder';
  return kind === 0o100_000 ? 'file' : 'other';
}

const readAttributes = (answer: Answer): Attributes =>
  takeAttributes(expect(answer, ANSWER.attributes));

/** Names, each with a line as ls prints it, and attributes. */
function readEntries(answer: Answer): FolderEntry[] {
  const { type, reader } = answer;
  if (type !== ANSWER.name) {
    const refusal = findRefusal(type, reader);
    if (refusal instanceof SftpStatusError && refusal.status === STATUS.endOfFile) return [];
    throw refusal ?? new Error('An answer was empty.');
  }
  return Array.from({ length: reader.uint32() }, () => {
    const name = reader.text();
    reader.bytes();
    return { name, ...takeAttributes(reader) };
  });
}

/** Flags: size 1, owner 2, permissions 4, times 8, others 2³¹. What the server leaves out is not known. */
function takeAttributes(reader: Reader): Attributes {
  const flags = reader.uint32();
  const size = flags & 1 ? reader.uint64() : 0;
  if (flags & 2) {
    reader.uint32();
    reader.uint32();
  }
  const kind = flags & 4 ? kindOf(reader.uint32()) : 'unknown';
  const [, modified] = flags & 8 ? [reader.uint32(), reader.uint32()] : [];
  const others = flags & 0x80_00_00_00 ? reader.uint32() : 0;
  for (let left = others * 2; left > 0; left -= 1) reader.bytes();
  return { size, kind, ...(modified === undefined ? {} : { modified }) };
}

function readExtensions(reader: Reader): Set<string> {
  const names = new Set<string>();
  reader.uint32();
  while (!reader.isAtEnd()) {
    names.add(reader.text());
    reader.bytes();
  }
  return names;
}

/** Lengths of packets, reads and writes, and how many handles. */
function readMaxWrite(answer: Answer): number {
  const reader = expect(answer, ANSWER.extended);
  reader.uint64();
  reader.uint64();
  return reader.uint64();
}

/** f_bsize, f_frsize, f_blocks, f_bfree, f_bavail … */
function readRoom(answer: Answer): number {
  const reader = expect(answer, ANSWER.extended);
  reader.uint64();
  const fragment = reader.uint64();
  reader.uint64();
  reader.uint64();
  return reader.uint64() * fragment;
}
