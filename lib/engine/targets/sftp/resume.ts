import { randomInt } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { OutgoingFile } from '../../delivery/target.ts';
import { closeFile, type Line } from './line.ts';

const KIB = 1 << 10;
const BLOCK = 64 * KIB;
const BLOCKS = 12;
/** Bytes before the end that are all looked at: what was last written is what may be missing. */
const TAIL = 1024 * KIB;

type Range = { start: number; end: number };

/**
 * Whether a file at the server begins like ours: the first and a dozen other blocks, and all of the last
 * part, are read back and compared. The whole would cost as much as sending it anew.
 * @param length bytes that are to be the same.
 * @throws what the server said; Failure SOURCE_FAILED; the signal's reason.
 */
export async function beginsTheSame(
  line: Line,
  path: string,
  file: OutgoingFile,
  length: number,
  alive: () => void,
): Promise<boolean> {
  if (length === 0) return true;
  const handle = await line.connection.call(line.signal, (sftp) => sftp.open(path, 'read'));
  try {
    for (const range of samplesOf(length)) {
      const [theirs, ours] = await Promise.all([
        readRange(line, handle, range),
        file.open(range).then((stream) => buffer(stream)),
      ]);
      alive();
      if (!theirs.equals(ours)) return false;
    }
    return true;
  } finally {
    closeFile(line, handle);
  }
}

/** Both ends included. */
function samplesOf(length: number): Range[] {
  const block = (start: number): Range => ({ start, end: Math.min(start + BLOCK, length) - 1 });
  const tail = Math.max(0, length - TAIL);
  const starts = new Set([0]);
  if (tail > 0) for (let index = 0; index < BLOCKS; index++) starts.add(randomInt(tail));
  const blocks = [...starts].sort((a, b) => a - b).map(block);
  return [...blocks, { start: tail, end: length - 1 }];
}

/** Short when the file ends before. A server may answer with less than it was asked for. */
async function readRange(
  { connection, signal }: Line,
  handle: Buffer,
  { start, end }: Range,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let at = start; at <= end; ) {
    const wanted = Math.min(32 * KIB, end + 1 - at);
    const piece = await connection.call(signal, (sftp) => sftp.read(handle, at, wanted));
    if (piece.length === 0) break;
    pieces.push(piece);
    at += piece.length;
  }
  return Buffer.concat(pieces);
}
