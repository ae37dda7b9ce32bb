/** The address of a page of the list. */
export function destinationsPath(search: string | undefined, cursor?: string | null): string {
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  if (cursor) query.set('after', cursor);
  return `/destinations${query.size > 0 ? `?${query}` : ''}`;
}
