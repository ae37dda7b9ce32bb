import type { UploadForm } from '#lib/client/types.ts';
import type { ImportState } from '#lib/exports/types.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import type { SendOutcome } from './send-file.ts';
import type { UploadSlot } from './upload-store.ts';

/** What the store needs from the page and the browser. */
export type UploadPorts = {
  startUploads(count: number, connection: string): Promise<ActionResult<UploadSlot[]>>;
  importUrl(url: string, connection: string): Promise<ActionResult<{ taskId: string }>>;
  deleteTasks(taskIds: string[], connection: string): Promise<ActionResult<unknown>>;
  states(taskIds: string[], connection: string): Promise<ImportState[]>;
  send(
    form: UploadForm,
    file: File,
    onProgress: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<SendOutcome>;
  /** Milliseconds, of any clock that runs evenly. */
  now(): number;
  sleep(ms: number): Promise<void>;
};
