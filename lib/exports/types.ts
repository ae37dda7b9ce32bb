import type { DeliveryStatus, TaskStatus } from '#lib/client/types.ts';

/** One export as pages show it. Plain data: it crosses from server to browser. Times are ISO, UTC. */
export type ExportRow = {
  id: string;
  /** `builtin`, or a connection's id. */
  connection: string;
  operation: string;
  /** What it was made with, as that was called then; without an id where there is nothing to lead to. */
  destination: { id: string | null; name: string } | null;
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
  /** How many files came out: links, for export/url. */
  resultCount: number;
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
  /** The temporary URL while it lives: a path when it leads to this server, else absolute. */
  url: string | null;
  /** Where a target wrote it (s3://…), for the other operations. */
  location: string | null;
  /** What the target calls what it wrote; which of them depends on the target. */
  etag: string | null;
  version: string | null;
  generation: string | null;
  /** A file of that name was there already, and was left as it was. */
  skipped: boolean;
};

/** A try that failed. Times are ISO, UTC. */
export type DeliveryAttempt = {
  at: string;
  code: string;
  message: string;
  /** What the target answered, without secrets. */
  details: string | null;
  /** When it is tried again; null when it is not. */
  retryAt: string | null;
};

/** One file on its way to a target. */
export type FileDelivery = {
  /** Its place among the files of the export. */
  position: number;
  filename: string;
  /** The whole name at the target. */
  name: string;
  /** Bytes. */
  size: number;
  bytes: number;
  status: DeliveryStatus;
  attempts: DeliveryAttempt[];
};

/**
 * How the files fare, those first that somebody would look for. While it runs, the rows are no more
 * than a page shows; once it has ended, they are those of which the receipt does not tell all.
 */
export type Deliveries = { counts: Record<DeliveryStatus, number>; rows: FileDelivery[] };

/** One input of an export. Unknown states belong to inputs that are gone. */
export type ExportInput = {
  taskId: string;
  state: 'pending' | 'ready' | 'failed' | 'gone';
  files: { filename: string; size: number | null }[];
  message: string | null;
};

export type ExportDetail = ExportRow & {
  /** The connection that runs it; null for the built-in engine. */
  remote: { name: string; deleted: boolean } | null;
  /** Why what is shown may be old: its connection cannot be asked. */
  trouble: string | null;
  taskId: string;
  /** In wire names, without secrets. */
  options: Record<string, unknown>;
  /** Which secrets were given: they are not kept. */
  secretNames: string[];
  inputIds: string[];
  /** What the connection still says of the first inputs; the names stay when the inputs are gone. */
  inputs: ExportInput[];
  files: ExportFile[];
  /** Null where there is no target, and before the first file is looked at. */
  deliveries: Deliveries | null;
  /** The fields at fault by wire name, each with its sentences. */
  errors: Record<string, string[]>;
  /** Of its destination, by wire name: all others are mended there. Null without one that is left. */
  openFields: string[] | null;
  /** What the target answered, without secrets. */
  details: string | null;
  /** The other exports of the same submission. */
  siblings: { id: string; operation: string; name: string | null; status: TaskStatus }[];
  /** The server's clock, ISO. */
  now: string;
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

/**
 * The answer to a poll: what changed since `since`. A status filter does not narrow it, so that a
 * row on the screen can say that it has ended; the reader drops rows it neither shows nor wants.
 */
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
  operation: string;
  createdAt: string;
  expiresAt: string | null;
  files: StoredFile[];
};

export type StoredFile = {
  filename: string;
  size: number | null;
  contentType: string;
  /** Answers with the bytes to look at, or to keep; null where the connection gives no URL. */
  viewUrl: string | null;
  downloadUrl: string | null;
  preview: 'image' | 'text' | 'pdf' | null;
};

export type FilePage = {
  rows: FileRow[];
  page: number;
  /** The pages before and after; null at the ends. */
  newer: number | null;
  older: number | null;
  /** How many tasks were looked through, where the connection cannot filter by itself. */
  lookedThrough: number | null;
  now: string;
};

/** An import task while its bytes arrive. */
export type ImportState = {
  taskId: string;
  status: TaskStatus | 'gone';
  percent: number | null;
  bytesDone: number;
  bytesTotal: number | null;
  code: string | null;
  message: string | null;
  files: { filename: string; size: number | null }[];
};
