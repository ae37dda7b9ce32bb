import type { Pool } from './pool.ts';
import type { Settings } from './settings.ts';

/** What the files of a task share. */
export type SftpContext = {
  settings: Settings;
  pool: Pool;
  /** Folders that are known to be there, or are being made. */
  folders: Map<string, Promise<void>>;
  /** Bytes between two checkpoints. */
  checkpointEvery: number;
};
