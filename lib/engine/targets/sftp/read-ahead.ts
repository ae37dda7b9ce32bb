/** Bytes that are asked for at a time, and asked for ahead: the line stays full over long distances. */
const PIECE = 32 << 10;
const AHEAD = 2 << 20;

/** @returns the bytes at an offset: fewer than asked for are no sign of the end, none are. */
export type ReadAt = (at: number, length: number) => Promise<Buffer>;

/**
 * The bytes of a file from an offset to its end, in order. Asks for many pieces before the first has come.
 * Ends early where the server has no more. @throws what `readAt` throws.
 */
export async function* readAhead(
  readAt: ReadAt,
  { offset, size }: { offset: number; size: number },
): AsyncGenerator<Buffer> {
  const coming: { at: number; length: number; bytes: Promise<Buffer> }[] = [];
  let next = offset;
  const ask = (at: number, length: number) => {
    const bytes = readAt(at, length);
    // Whoever stops half-way leaves some of them unread.
    bytes.catch(() => {});
    return { at, length, bytes };
  };
  for (;;) {
    while (next < size && coming.length < AHEAD / PIECE) {
      const length = Math.min(PIECE, size - next);
      coming.push(ask(next, length));
      next += length;
    }
    const first = coming.shift();
    if (!first) return;
    const bytes = await first.bytes;
    if (bytes.length === 0) return;
    if (bytes.length < first.length) {
      coming.unshift(ask(first.at + bytes.length, first.length - bytes.length));
    }
    yield bytes;
  }
}
