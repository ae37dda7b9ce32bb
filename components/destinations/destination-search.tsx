'use client';

import { SearchBox } from '#components/search-box.tsx';
import { destinationsPath } from './destination-query.ts';

export function DestinationSearch({ search }: { search: string | undefined }) {
  return (
    <SearchBox
      search={search}
      action="/destinations"
      pathOf={destinationsPath}
      label="Search destinations"
      placeholder="Name, place or notes"
    />
  );
}
