import { randomBytes } from 'node:crypto';
import { Failure } from '#lib/errors.ts';
import { partSizeFor } from '../../delivery/send-parts.ts';

const MIB = 1 << 20;
/** https://learn.microsoft.com/rest/api/storageservices/understanding-block-blobs--append-blobs--and-page-blobs */
export const MOST_BLOCKS = 50_000;
export const LARGEST_BLOCK = 4000 * MIB;
/** What one request may store. */
export const LARGEST_PUT = 5000 * MIB;

/** Characters of an id before Base64: as Azure's own SDKs make them. */
const ID_LENGTH = 48;

/** Tells the blocks of one upload from all others under the same name. */
export const newPrefix = (): string => randomBytes(16).toString('hex');

/**
 * The id of a block, counted from 1. All ids under one name must have the same length, those of other
 * programs included; Azure refuses others with InvalidBlobOrBlock. Most programs' have 64 characters
 * of Base64, as these do.
 */
export function blockId(prefix: string, number: number): string {
  return Buffer.from(`${prefix}${`${number}`.padStart(ID_LENGTH - prefix.length, '0')}`).toString(
    'base64',
  );
}

/** Bytes of a block. @throws Failure TARGET_FULL for a file that no blob can hold. */
export function blockSizeFor(size: number, preferred: number): number {
  const blockSize = partSizeFor(size, preferred, MOST_BLOCKS);
  if (blockSize <= LARGEST_BLOCK) return blockSize;
  const words = 'The file is larger than a blob can be: 50,000 blocks of 4,000 MiB, about 190 TiB.';
  throw new Failure('TARGET_FULL', words);
}

/** Numbers as ranges, both ends included: [1, 2, 3, 7] are [[1, 3], [7, 7]]. */
export function toRanges(numbers: Iterable<number>): [number, number][] {
  const ranges: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && number <= last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}

export function fromRanges(ranges: readonly (readonly [number, number])[]): Set<number> {
  const numbers = new Set<number>();
  for (const [from, to] of ranges) for (let one = from; one <= to; one += 1) numbers.add(one);
  return numbers;
}
