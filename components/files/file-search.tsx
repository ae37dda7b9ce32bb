'use client';

import { SearchBox } from '#components/search-box.tsx';
import { filesPath } from './file-query.ts';

type FileSearchProps = {
  search: string | undefined;
  /** Whose files are searched; the built-in engine's when it is not said. */
  connection: string | undefined;
};

export function FileSearch({ search, connection }: FileSearchProps) {
  return (
    <SearchBox
      search={search}
      action="/files"
      hidden={{ connection }}
      pathOf={(wanted) => filesPath(wanted, 1, connection)}
      label="Search files by name"
      placeholder="File name"
    />
  );
}
