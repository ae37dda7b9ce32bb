import type { Prisma } from '#lib/db/generated/client.ts';

/** Enough for some hundred names; an index over more would cost more than it finds. */
const LONGEST = 20_000;

/**
 * What the list's text filter looks through: the id, the operation, the destination's name and the file
 * names, a line each.
 */
export function searchTextOf(
  id: string,
  operation: string,
  filenames: readonly string[],
  destination?: string | undefined,
): string {
  const words = [id, operation, ...(destination ? [destination] : []), ...filenames];
  const lines = words.map((line) => `\n ${plain(line)}`);
  return lines.join('').slice(0, LONGEST);
}

/**
 * Finds any part, whatever its case and whatever people put between words. One or two plain letters
 * find the beginnings of words only: the index knows letters by threes, the blank before a word
 * among them, and without it every row would be read.
 */
export function whereText(text: string | undefined): Prisma.ExportWhereInput {
  const wanted = plain(text?.trim() ?? '');
  if (wanted.trim() === '') return {};
  return { searchText: { contains: /^[a-z0-9]{1,2}$/.test(wanted) ? ` ${wanted}` : wanted } };
}

/** Blanks for punctuation, which also leaves nothing that LIKE would take for a pattern. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s!-/:-@[-`{-~]/g, ' ');
}
