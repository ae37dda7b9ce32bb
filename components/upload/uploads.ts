'use client';

import { useSyncExternalStore } from 'react';
import { fetchJson } from '#components/fetch-json.ts';
import type { ImportState } from '#lib/exports/types.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { sendFile } from './send-file.ts';
import { isUnderWay, type UploadItem } from './upload-item.ts';
import { createUploadStore, type UploadSlot } from './upload-store.ts';

/** The server actions behind uploads; the page that starts them brings them along. */
export type UploadActions = {
  startUploads: (input: {
    count: number;
    connection: string;
  }) => Promise<ActionResult<UploadSlot[]>>;
  importUrl: (input: {
    url: string;
    connection: string;
  }) => Promise<ActionResult<{ taskId: string }>>;
  deleteFiles: (input: { taskIds: string[]; connection: string }) => Promise<ActionResult<unknown>>;
};

let actions: UploadActions | undefined;

function provided(): UploadActions {
  if (!actions) throw new Error('provideUploadActions comes before the first upload.');
  return actions;
}

export function provideUploadActions(given: UploadActions): void {
  actions = given;
}

/** The uploads of this tab: they outlive the page that started them. */
export const uploads = createUploadStore({
  startUploads: (count, connection) => provided().startUploads({ count, connection }),
  importUrl: (url, connection) => provided().importUrl({ url, connection }),
  deleteTasks: (taskIds, connection) => provided().deleteFiles({ taskIds, connection }),
  states: (ids, connection) =>
    fetchJson<ImportState[]>(`/api/files/imports?ids=${ids.join(',')}&connection=${connection}`),
  send: sendFile,
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});

const ask = (event: BeforeUnloadEvent) => event.preventDefault();
let asking = false;

// Closing the tab would break uploads off; the browser asks first, in its own words.
uploads.subscribe(() => {
  const should = uploads.items().some((item) => item.source === 'file' && isUnderWay(item));
  if (should === asking) return;
  asking = should;
  if (should) window.addEventListener('beforeunload', ask);
  else window.removeEventListener('beforeunload', ask);
});

const NONE: readonly UploadItem[] = [];

export function useUploadItems(): readonly UploadItem[] {
  return useSyncExternalStore(uploads.subscribe, uploads.items, () => NONE);
}
