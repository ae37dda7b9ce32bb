import type { TaskStatus } from '#lib/client/types.ts';

/** One export as pages show it. Plain data: it crosses from server to browser. Times are ISO, UTC. */
export type ExportRow = {
  id: string;
  operation: string;
  status: TaskStatus;
  /** The first few names; `fileCount` says how many there are. */
  filenames: string[];
  fileCount: number;
  /** Bytes of all files, when known. */
  bytesTotal: number | null;
  bytesDone: number;
  percent: number | null;
  code: string | null;
  message: string | null;
  createdBy: { id: string; name: string } | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  /** When temporary URLs end, for export/url. */
  expiresAt: string | null;
  /** True once the connection has deleted the task: the receipt stays, the URLs do not. */
  taskGone: boolean;
  updatedAt: string;
};

export type ExportFile = {
  filename: string;
  size: number | null;
  sha256: string | null;
  contentType: string | null;
  /** The temporary URL, absolute, while it lives. */
  url: string | null;
  /** Where a target wrote it (s3://…), for the other operations. */
  location: string | null;
};

export type ExportDetail = ExportRow & {
  taskId: string;
  /** In wire names, without secrets. */
  options: Record<string, unknown>;
  inputs: { taskId: string; files: { filename: string; size: number | null }[] }[];
  files: ExportFile[];
};

export type ExportFilter = {
  status?: TaskStatus | undefined;
  operation?: string | undefined;
  /** User id. */
  person?: string | undefined;
  /** Any part of a file name, of the operation or the id. */
  text?: string | undefined;
};

export type ExportPage = {
  rows: ExportRow[];
  /** Opaque; give it back to go on. Null at the end. */
  nextCursor: string | null;
  /** Opaque; what a poll sends to hear only of changes since. */
  since: string;
  /** The server's clock, ISO. */
  now: string;
  /** Whether an export that is not yet ended stands anywhere in the team: poll fast. */
  running: boolean;
};

/** The answer to a poll: only what changed among the filtered exports since `since`. */
export type ExportChanges = {
  changed: ExportRow[];
  removed: string[];
  since: string;
  now: string;
  running: boolean;
};

/** A task with files still there, as the Files page shows it. */
export type FileRow = {
  taskId: string;
  filename: string;
  size: number | null;
  contentType: string;
  operation: string;
  createdAt: string;
  expiresAt: string | null;
  /** Address of the bytes for a preview, same origin, or null when there is nothing to preview. */
  previewUrl: string | null;
};
