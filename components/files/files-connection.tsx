'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import {
  type ConnectionOption,
  ConnectionSelect,
} from '#components/connections/connection-select.tsx';
import { filesPath } from './file-query.ts';

type FilesConnectionProps = {
  connections: readonly ConnectionOption[];
  connection: string | undefined;
};

/** Whose files the page shows: it stands in the address, so that it can be shared. */
export function FilesConnection({ connections, connection }: FilesConnectionProps) {
  const router = useRouter();
  const [pending, start] = useTransition();
  return (
    <span aria-busy={pending}>
      <ConnectionSelect
        label="Connection"
        connections={connections}
        value={connection ?? 'builtin'}
        onChange={(id) => {
          const chosen = id === 'builtin' ? undefined : id;
          start(() => router.push(filesPath(undefined, 1, chosen)));
        }}
      />
    </span>
  );
}
