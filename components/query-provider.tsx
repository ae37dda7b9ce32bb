'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

/** What pages poll lives here. No retries of its own: the next poll is the retry. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { retry: false, gcTime: 60_000, staleTime: 500 } },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
