import { Failure } from '#lib/errors.ts';
import { namesFor } from '#lib/operations/names.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { isWithin } from '#lib/operations/prefix.ts';
import { formatBytes } from '#lib/ui/bytes.ts';

/** What no use of a destination may leave. */
export type Fence = {
  /** Every name begins with it. */
  prefix: string | null;
  /** The largest file, in bytes. */
  bytes: number | null;
};

type FencedFile = { filename: string; size: number | null };

/**
 * Holds the names that files will get, and their sizes, against the fence.
 *
 * @param options as the target gets them, every prefix in place.
 * @throws Failure INVALID_DATA with the field at fault, or `input`.
 */
export function checkFence(
  { prefix, bytes }: Fence,
  operation: Operation,
  options: Readonly<Record<string, unknown>>,
  files: readonly FencedFile[],
): void {
  if (prefix) {
    const known = files.filter((file) => file.size !== null);
    const named = namesFor(
      operation,
      options,
      known.map((file) => file.filename),
    );
    if (!named.ok) throw refused(fieldOf(operation, options), named.message);
    const stray = named.names.find((name) => !isWithin(prefix, [name]));
    if (stray !== undefined) {
      const words = `Names have to begin with “${prefix}” at this destination and stay below it: “${stray}” does not.`;
      throw refused(fieldOf(operation, options), words);
    }
    // What a browser calls a file that is on its way is a claim: the name must be right without it.
    const bare = namesFor(operation, options, ['']);
    if (known.length < files.length && !(bare.ok && isWithin(prefix, bare.names))) {
      throw refused(
        'input',
        `Names have to begin with “${prefix}” at this destination. Wait until all files have arrived, or fill in where they go.`,
      );
    }
  }
  if (bytes === null) return;
  if (files.some((file) => file.size === null)) {
    throw refused(
      'input',
      'This destination limits the size of files, so wait until all of them have arrived.',
    );
  }
  const large = files.find((file) => (file.size ?? 0) > bytes);
  if (large) {
    throw refused(
      'input',
      `“${large.filename}” has ${formatBytes(large.size ?? 0)}; this destination takes files of ${formatBytes(bytes)} at most.`,
    );
  }
}

/** The field that says how names begin. */
function fieldOf({ naming }: Operation, options: Readonly<Record<string, unknown>>): string {
  const { pattern, prefix, folder } = naming;
  const given = [pattern, prefix, folder].find((name) => name && options[name]);
  return given ?? prefix ?? folder ?? 'input';
}

const refused = (field: string, words: string) =>
  new Failure('INVALID_DATA', words, { fields: { [field]: [words] } });
