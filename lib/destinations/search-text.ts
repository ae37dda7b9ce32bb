import type { Prisma } from '#lib/db/generated/client.ts';
import type { Operation } from '#lib/operations/operation.ts';

type Searched = { name: string; notes: string; options: Readonly<Record<string, unknown>> };

/** What the list's search looks through: name, operation, place and notes, a line each. */
export function searchTextOf(operation: Operation, { name, notes, options }: Searched): string {
  const place = operation.describePlace?.(options) ?? '';
  return [name, operation.title, operation.id, place, notes]
    .map((line) => `\n ${plain(line)}`)
    .join('')
    .slice(0, 5_000);
}

/** Finds any part, whatever its case. One or two plain letters find the beginnings of words only. */
export function whereText(text: string | undefined): Prisma.DestinationWhereInput {
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
