/** Enough for some hundred names; an index over more would cost more than it finds. */
const LONGEST = 20_000;

/** What the list's text filter looks through: any part of a file name, of the operation or the id. */
export function searchTextOf(id: string, operation: string, filenames: readonly string[]): string {
  return [id, operation, ...filenames].join('\n').toLowerCase().slice(0, LONGEST);
}
