/** What a page of the list is asked for, from and to its address. */
export const readSearch = (text: string | null | undefined): string | undefined =>
  text?.trim().slice(0, 200) || undefined;

export function destinationsPath(search: string | undefined, cursor?: string | null): string {
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  if (cursor) query.set('after', cursor);
  return `/destinations${query.size > 0 ? `?${query}` : ''}`;
}
