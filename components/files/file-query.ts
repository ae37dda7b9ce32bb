/** The Files page's address: `q`, `page` from 1, and `connection` when it is not the built-in engine. */
export function readPage(text: string | null | undefined): number {
  const page = Number(text);
  return Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
}

/** @returns undefined for the built-in engine, and for what is no id. */
export function readConnection(text: string | null | undefined): string | undefined {
  return /^[0-9a-f-]{36}$/i.test(text ?? '') ? (text ?? undefined) : undefined;
}

export function filesPath(
  search: string | undefined,
  page = 1,
  connection: string | undefined = undefined,
): string {
  const query = new URLSearchParams();
  if (connection) query.set('connection', connection);
  if (search) query.set('q', search);
  if (page > 1) query.set('page', String(page));
  return query.size > 0 ? `/files?${query}` : '/files';
}
