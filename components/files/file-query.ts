/** The Files page's address: `q`, and `page` from 1. */
export function readPage(text: string | null | undefined): number {
  const page = Number(text);
  return Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
}

export function readSearch(text: string | null | undefined): string | undefined {
  return text?.replaceAll('\0', '').trim().slice(0, 200) || undefined;
}

export function filesPath(search: string | undefined, page = 1): string {
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  if (page > 1) query.set('page', String(page));
  return query.size > 0 ? `/files?${query}` : '/files';
}
