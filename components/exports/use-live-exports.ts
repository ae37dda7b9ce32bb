'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { fetchJson } from '#components/fetch-json.ts';
import { useClockSync } from '#components/ticker.tsx';
import type { ExportChanges, ExportFilter, ExportPage } from '#lib/exports/types.ts';
import { filterQuery } from './filter-query.ts';
import { addPage, type LiveExports, mergeChanges, showFresh, startLive } from './live-exports.ts';

/** Milliseconds between polls: while something runs, and while only a colleague could start something. */
const FAST = 1_000;
const SLOW = 15_000;

/**
 * A list that keeps itself true: starts with the page as the server drew it, and asks for what
 * changed since. Asks nothing while the tab is hidden, and at once when it is looked at again.
 */
export function useLiveExports(page: ExportPage, filter: ExportFilter) {
  const client = useQueryClient();
  const sync = useClockSync();
  const search = filterQuery(filter).toString();
  const key = useMemo(() => ['exports', search, page.since], [search, page.since]);
  const first = useMemo(() => startLive(page), [page]);
  const read = () => client.getQueryData<LiveExports>(key) ?? first;

  const query = useQuery<LiveExports>({
    queryKey: key,
    initialData: first,
    async queryFn({ signal }) {
      const asked = filterQuery(filter);
      asked.set('since', read().since);
      const changes = await fetchJson<ExportChanges>(`/api/exports?${asked}`, signal);
      // Read again: the list may have grown or been drawn anew while the answer was on its way.
      return mergeChanges(read(), changes, filter);
    },
    refetchInterval: ({ state }) => (state.data?.running ? FAST : SLOW),
    refetchOnWindowFocus: 'always',
    structuralSharing: false,
  });
  const live = query.data;
  useEffect(() => sync(Date.parse(live.now)), [sync, live.now]);

  const [loading, setLoading] = useState(false);
  const [loadFailure, setLoadFailure] = useState<string | null>(null);
  async function loadMore() {
    const cursor = read().nextCursor;
    if (loading || !cursor) return;
    setLoading(true);
    setLoadFailure(null);
    try {
      const asked = filterQuery(filter);
      asked.set('cursor', cursor);
      const more = await fetchJson<ExportPage>(`/api/exports?${asked}`);
      client.setQueryData<LiveExports>(key, addPage(read(), more));
    } catch (error) {
      setLoadFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setLoading(false);
    }
  }

  return {
    live,
    /** Why the list may be out of date, or null. */
    pollFailure: query.error,
    show: () => client.setQueryData<LiveExports>(key, showFresh(read())),
    loadMore,
    loading,
    loadFailure,
  };
}
