import type { Client } from '#lib/client/client.ts';
import type { WireFile, WireTask } from '#lib/client/types.ts';
import { taskExpiry } from './task-expiry.ts';
import type { FilePage, FileRow, StoredFile } from './types.ts';

export const FILES_PER_PAGE = 50;
/** Pages of another server that one page of ours looks through at most. */
const PAGES_LOOKED_THROUGH = 5;
/** Rows after which no further page is asked for. */
const ENOUGH = 25;

type Wanted = { search?: string | undefined; page: number; now: Date };

/** A page of the tasks whose files are still there, newest first. @throws Failure. */
export async function listFiles(client: Client, { search, page, now }: Wanted): Promise<FilePage> {
  const { tasks, more } = await client.listTasks({
    hasFiles: true,
    ...(search ? { search } : {}),
    page,
    perPage: FILES_PER_PAGE,
  });
  return {
    rows: tasks.map((task) => describeTask(task, ownUrls)),
    page,
    newer: page > 1 ? page - 1 : null,
    older: more ? page + 1 : null,
    lookedThrough: null,
    now: now.toISOString(),
  };
}

/**
 * The same of another server, which may know nothing of our filters: they are sent along, and held
 * to here over a few of its pages. `page` is the first of them.
 *
 * @throws Failure.
 */
export async function listRemoteFiles(
  client: Client,
  { search, page, now }: Wanted,
): Promise<FilePage> {
  const rows: FileRow[] = [];
  let lookedThrough = 0;
  let next: number | null = page;
  for (let looked = 0; looked < PAGES_LOOKED_THROUGH && next !== null; looked++) {
    if (rows.length >= ENOUGH) break;
    const { tasks, more } = await client.listTasks({
      status: 'finished',
      hasFiles: true,
      ...(search ? { search } : {}),
      page: next,
      perPage: FILES_PER_PAGE,
    });
    lookedThrough += tasks.length;
    next = more ? next + 1 : null;
    rows.push(
      ...tasks
        .filter((task) => keepsFiles(task, now) && isFound(task, search))
        .map((task) => describeTask(task, remoteUrls)),
    );
  }
  const back = Math.max(1, page - (search ? PAGES_LOOKED_THROUGH : 1));
  return {
    rows,
    page,
    newer: page > 1 ? back : null,
    older: next,
    lookedThrough: search ? lookedThrough : null,
    now: now.toISOString(),
  };
}

/** What an export wrote elsewhere is a receipt, not a file that is there. */
function keepsFiles(task: WireTask, now: Date): boolean {
  const { operation, status, result } = task;
  if (status !== 'finished' || !result?.files?.length) return false;
  if (operation.startsWith('export/') && operation !== 'export/url') return false;
  return (taskExpiry(task) ?? now) >= now;
}

function isFound(task: WireTask, search: string | undefined): boolean {
  const wanted = search?.toLowerCase() ?? '';
  return (task.result?.files ?? []).some((file) => file.filename.toLowerCase().includes(wanted));
}

type Urls = (task: WireTask, file: WireFile) => Pick<StoredFile, 'viewUrl' | 'downloadUrl'>;

function describeTask(task: WireTask, urls: Urls): FileRow {
  return {
    taskId: task.id,
    operation: task.operation,
    createdAt: new Date(task.created_at).toISOString(),
    expiresAt: taskExpiry(task)?.toISOString() ?? null,
    files: (task.result?.files ?? []).map((file) => describeFile(file, urls(task, file))),
  };
}

/** Same origin. */
const ownUrls: Urls = (task, file) => {
  const url = `/api/files/${task.id}/${encodeURIComponent(file.filename)}`;
  return { viewUrl: url, downloadUrl: `${url}?download=1` };
};

/** Only an export to temporary URLs has any there. They are shown as they are. */
const remoteUrls: Urls = (_task, file) => {
  const url = file.url && /^https?:\/\//.test(file.url) ? file.url : null;
  return { viewUrl: url, downloadUrl: url };
};

function describeFile(
  file: WireFile,
  urls: Pick<StoredFile, 'viewUrl' | 'downloadUrl'>,
): StoredFile {
  const contentType = file.content_type ?? 'application/octet-stream';
  const isOurs = urls.viewUrl?.startsWith('/') ?? false;
  return {
    filename: file.filename,
    size: file.size ?? null,
    contentType,
    ...urls,
    // Files of other origins are opened there, and never shown within a page of ours.
    preview: isOurs ? previewOf(contentType) : null,
  };
}

/** SVG stands among the images: in an <img> its scripts do not run. */
export function previewOf(contentType: string): StoredFile['preview'] {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (/^image\/(png|jpeg|gif|webp|avif|bmp|svg\+xml|x-icon|vnd\.microsoft\.icon)$/.test(type))
    return 'image';
  if (type === 'application/pdf') return 'pdf';
  if (/^text\/|^application\/(json|xml|yaml|x-sh|javascript|sql|toml)$|\+(json|xml)$/.test(type))
    return 'text';
  return null;
}
