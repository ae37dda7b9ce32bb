import { Failure } from '#lib/errors.ts';

export type Page = { page: number; perPage: number };

/** `page` and `per_page` of a list call. @throws Failure INVALID_DATA. */
export function readPage(query: (name: string) => string | undefined): Page {
  const read = (name: string, fallback: number, most: number) => {
    const text = query(name);
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new Failure('INVALID_DATA', undefined, {
      fields: { [name]: [`The ${name} must be a whole number from 1 to ${most}.`] },
    });
  };
  return { page: read('page', 1, 100_000), perPage: read('per_page', 100, 1000) };
}

/** The list answer of the protocol: no total, since none is counted. */
export function describePage<T>(data: T[], more: boolean, { page, perPage }: Page, path: string) {
  const link = (to: number) => `${path}?page=${to}`;
  const from = (page - 1) * perPage;
  return {
    data,
    links: {
      first: link(1),
      last: null,
      prev: page > 1 ? link(page - 1) : null,
      next: more ? link(page + 1) : null,
    },
    meta: {
      current_page: page,
      from: data.length > 0 ? from + 1 : null,
      path,
      per_page: perPage,
      to: data.length > 0 ? from + data.length : null,
    },
  };
}
