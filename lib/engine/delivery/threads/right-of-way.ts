/** Milliseconds that a page may hold deliveries up: longer than making one takes when nothing else runs. */
const LONGEST = 40;
/** Where in the shared memory it stands until when they wait: process.hrtime, which all threads share. */
const UNTIL = 0;
const MS = 1_000_000n;

/** Memory that the server's thread and those of deliveries have in common. */
export type RightOfWay = BigInt64Array<SharedArrayBuffer>;

export const createRightOfWay = (): RightOfWay => new BigInt64Array(new SharedArrayBuffer(8));

/**
 * Has deliveries step aside while something short is done for somebody who waits, such as a page. Where
 * there are few cores it would else get its turn between the pieces of files.
 * @returns what to call when it is done; they go on by themselves after LONGEST.
 */
export function takeRightOfWay(way: RightOfWay): () => void {
  const until = process.hrtime.bigint() + BigInt(LONGEST) * MS;
  Atomics.store(way, UNTIL, until);
  return () => {
    // Not where somebody else has come meanwhile.
    if (Atomics.compareExchange(way, UNTIL, until, 0n) === until) Atomics.notify(way, UNTIL);
  };
}

/**
 * @returns what a thread of deliveries calls before each piece that it reads: holds it up while others
 * have the right of way, but never for more than half of the time.
 */
export function createStepAside(way: RightOfWay): () => void {
  let goesUntil = 0n;
  return () => {
    const until = Atomics.load(way, UNTIL);
    if (until === 0n) return;
    const now = process.hrtime.bigint();
    if (until <= now || now < goesUntil) return;
    Atomics.wait(way, UNTIL, until, Number((until - now) / MS));
    const after = process.hrtime.bigint();
    goesUntil = after + (after - now);
  };
}
