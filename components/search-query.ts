/** Nobody searches for more. */
export const LONGEST_SEARCH = 200;

/** What is searched for, out of an address or a box; undefined for nothing. */
export function readSearch(text: string | null | undefined): string | undefined {
  return text?.replaceAll('\0', '').trim().slice(0, LONGEST_SEARCH) || undefined;
}
