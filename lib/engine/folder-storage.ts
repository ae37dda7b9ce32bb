import { createHash, randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { Failure } from '#lib/errors.ts';
import { createBlockSums } from './block-sums.ts';
import { readPieces } from './read-pieces.ts';
import type { ByteRange, Storage, StoredBytes, WriteOptions } from './storage.ts';
import { HEAD_BYTES, tooLarge } from './storage.ts';

const KEY = /^[0-9a-f]{2}[0-9a-f-]{34}$/;
const BATCH_BYTES = 1 << 20;
// One writev takes 1,024 pieces at most.
const BATCH_PIECES = 512;
const FLUSH_BYTES = 64 << 20;

/**
 * Storage in one folder: `tmp/` for what is being written, two-letter folders for what is whole.
 * @param minFreeBytes room on the disk that is never filled.
 * @param beforeRead called before each piece that is read, and may hold this thread up.
 */
export function createFolderStorage({
  dir,
  minFreeBytes,
  beforeRead,
}: {
  dir: string;
  minFreeBytes: number;
  beforeRead?: () => void;
}): Storage {
  const openedAt = Date.now();
  const temporary = path.join(dir, 'tmp');
  // Timestamps of files are coarser than the clock, so the time alone can't spare these.
  const writing = new Set<string>();

  const locate = (key: string) => {
    if (!KEY.test(key)) throw new Failure('GONE');
    return path.join(dir, key.slice(0, 2), key);
  };

  async function requireRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(dir);
    if (bavail * bsize - bytes < minFreeBytes) throw new Failure('STORAGE_FULL');
  }

  async function write(source: Readable, options: WriteOptions = {}): Promise<StoredBytes> {
    const { signal, limit, expected = 0 } = options;
    const key = randomUUID();
    const partial = path.join(temporary, key);
    const abort = () => source.destroy(asError(signal?.reason));
    // Before it is read and after it is given up, nobody else listens to the source's errors, and
    // one without a listener would end the process.
    source.on('error', () => {});
    let file: FileHandle | undefined;
    writing.add(key);
    try {
      signal?.throwIfAborted();
      signal?.addEventListener('abort', abort, { once: true });
      if (limit !== undefined && expected > limit) throw tooLarge(limit);
      await mkdir(temporary, { recursive: true });
      await requireRoom(expected);
      file = await open(partial, 'wx', 0o600);
      const stored = await take(source, file, options, requireRoom);
      await file.sync();
      await file.close();
      await mkdir(path.dirname(locate(key)), { recursive: true });
      await rename(partial, locate(key));
      await syncFolder(path.dirname(locate(key)));
      // The two-letter folder may be new: its own name must last as well.
      await syncFolder(dir);
      return { key, ...stored };
    } catch (error) {
      source.destroy();
      await file?.close().catch(() => {});
      await rm(partial, { force: true }).catch(() => {});
      await rm(locate(key), { force: true }).catch(() => {});
      throw signal?.aborted ? asError(signal.reason) : classify(error);
    } finally {
      writing.delete(key);
      signal?.removeEventListener('abort', abort);
    }
  }

  return {
    write,

    async open(key: string, range: ByteRange = { start: 0 }): Promise<Readable> {
      return readPieces(await open(locate(key), 'r').catch(gone), range, beforeRead);
    },

    async size(key) {
      return (await stat(locate(key)).catch(gone)).size;
    },

    async remove(key) {
      if (KEY.test(key)) await rm(locate(key), { force: true });
    },

    async *keys(idleMs = 0) {
      for (const shard of await list(dir)) {
        if (shard.length !== 2) continue;
        for (const key of await list(path.join(dir, shard))) {
          if (!KEY.test(key)) continue;
          const found =
            idleMs > 0 && (await stat(path.join(dir, shard, key)).catch(() => undefined));
          if (found && found.mtimeMs > Date.now() - idleMs) continue;
          yield key;
        }
      }
    },

    async sweep(idleMs = 0) {
      let removed = 0;
      for (const name of await list(temporary)) {
        if (writing.has(name)) continue;
        const found = await stat(path.join(temporary, name)).catch(() => undefined);
        if (!found || found.mtimeMs >= openedAt || found.mtimeMs > Date.now() - idleMs) continue;
        await rm(path.join(temporary, name), { force: true });
        removed += 1;
      }
      return removed;
    },
  };
}

/**
 * Hashes a batch while the disk takes it and the next one arrives, and lets the disk flush behind
 * the writing: a file synced only at its end would keep its sender waiting for as long again.
 */
async function take(
  source: Readable,
  file: FileHandle,
  { limit = Number.POSITIVE_INFINITY, onBytes }: WriteOptions,
  requireRoom: (bytes: number) => Promise<void>,
): Promise<Omit<StoredBytes, 'key'>> {
  const hash = createHash('sha256');
  const sums = createBlockSums();
  const head: Buffer[] = [];
  let headBytes = 0;
  let size = 0;
  let batch: Buffer[] = [];
  let batched = 0;
  let flushedAt = 0;
  let writing: Promise<void> = Promise.resolve();
  let flushing: Promise<void> = Promise.resolve();
  let flushEnded = true;

  async function writeBatch(): Promise<void> {
    await writing;
    const pieces = batch;
    writing = writeWhole(file, pieces);
    // Awaited by the next batch; without a listener until then, a failure would end the process.
    writing.catch(() => {});
    for (const piece of pieces) {
      hash.update(piece);
      sums.take(piece);
    }
    batch = [];
    batched = 0;
    if (size - flushedAt >= FLUSH_BYTES && flushEnded) {
      // A flush that failed is told of only once: not here means never.
      await flushing;
      flushedAt = size;
      flushEnded = false;
      flushing = file.datasync().finally(() => {
        flushEnded = true;
      });
      flushing.catch(() => {});
      await requireRoom(0);
    }
  }

  try {
    for await (const data of source) {
      const chunk: Buffer = Buffer.isBuffer(data) ? data : Buffer.from(data);
      if (chunk.length === 0) continue;
      size += chunk.length;
      if (size > limit) throw tooLarge(limit);
      onBytes?.(size);
      if (headBytes < HEAD_BYTES) {
        head.push(Buffer.from(chunk.subarray(0, HEAD_BYTES - headBytes)));
        headBytes += head.at(-1)?.length ?? 0;
      }
      batch.push(chunk);
      batched += chunk.length;
      if (batched >= BATCH_BYTES || batch.length >= BATCH_PIECES) await writeBatch();
    }
    if (batch.length > 0) await writeBatch();
  } finally {
    // The file is closed next: nothing may still be on its way to it.
    await writing;
    await flushing;
  }
  return { size, sha256: hash.digest('hex'), blockSums: sums.end(), head: Buffer.concat(head) };
}

async function writeWhole(file: FileHandle, pieces: Buffer[]): Promise<void> {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const { bytesWritten } = await file.writev(pieces);
  if (bytesWritten === length) return;
  // A short write: the disk is about to be full. Writing the rest gives the error its name.
  await file.writeFile(Buffer.concat(pieces).subarray(bytesWritten));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch((error) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

function gone(error: NodeJS.ErrnoException): never {
  throw error.code === 'ENOENT' ? new Failure('GONE', undefined, { cause: error }) : error;
}

function classify(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Failure('STORAGE_FULL', undefined, { cause: error });
  }
  return error;
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('Aborted', { cause: reason });
}
