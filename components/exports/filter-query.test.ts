import { expect, it } from 'vitest';
import { filterQuery, isFiltered, readFilter } from './filter-query.ts';

const read = (query: string) => {
  const params = new URLSearchParams(query);
  return readFilter((name) => params.get(name));
};

it('comes back from the address as it went', () => {
  const filter = {
    status: 'error',
    operation: 'export/url',
    person: '0b7d1b52-7f5c-4a55-9f8a-0f7a3f3f3b11',
    text: '100 % שלום & co',
  } as const;
  expect(read(filterQuery(filter).toString())).toEqual(filter);
});

it('leaves out what is no filter', () => {
  expect(read('status=nope&operation=%00&person=1&q=%20%20&page=3')).toEqual({});
  expect(isFiltered(read('q=+'))).toBe(false);
});
