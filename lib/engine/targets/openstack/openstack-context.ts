import type { LimitFunction } from 'p-limit';
import type { Limits } from './limits.ts';
import type { Settings } from './settings.ts';
import type { Swift } from './swift.ts';

/** What the files of a session share. */
export type OpenstackContext = {
  settings: Settings;
  swift: Swift;
  /** The container that segments go into; undefined: its name would be too long. */
  segmentContainer: string | undefined;
  /** Bytes. */
  segmentSize: number;
  /** Bytes up to which a file is one object. */
  threshold: number;
  /** Segments that are sent at a time, of all files. */
  limit: LimitFunction;
  /** Asked for once. */
  limits(signal: AbortSignal): Promise<Limits>;
  /** Objects whose PUT was sent and whose answer did not come, with the MD5 that they would have. */
  unanswered: Map<string, string>;
  /** Whether names of a folder have segments, as far as was asked. */
  segmentFolders: Map<string, boolean>;
};
