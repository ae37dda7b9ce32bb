/** Bytes that are read at a time. Fewer, larger reads: 64 KiB, Node's own, costs a third more. */
export const PIECE = 512 << 10;
/** Free pieces that are kept for the next reads of this thread. */
const KEPT = 16;
/** Bytes; smaller ones share their memory with others. */
const LARGE = 4 << 10;

const kept: Buffer[] = [];

/** Memory for a read. What is in it is left over from others. @param length bytes, PIECE at most. */
export function takePiece(length: number): Buffer {
  return (length === PIECE ? kept.pop() : undefined) ?? Buffer.allocUnsafeSlow(length);
}

/**
 * Gives memory back at once, for the next read or to the system, instead of leaving it to the
 * collector. Hundreds of MB/s pass through here: fresh memory costs a fault for each of its pages, and
 * each 64 MiB make V8 look through the whole heap, which takes half of the speed and more the larger
 * the heap is.
 * @param bytes nobody may look at them, or write from them, afterwards. Left alone when they are part
 * of something larger.
 */
export function freeBytes(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (bytes.byteLength < LARGE || bytes.byteLength !== buffer.byteLength) return;
  if (!(buffer instanceof ArrayBuffer)) return;
  // Taken away from whoever still has it: a mistake then is an empty piece, and not another file's bytes.
  if (bytes.byteLength === PIECE && kept.length < KEPT) kept.push(Buffer.from(buffer.transfer()));
  else buffer.transfer(0);
}
