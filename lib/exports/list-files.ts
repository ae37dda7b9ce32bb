import type { Client } from '#lib/client/client.ts';
import type { WireFile } from '#lib/client/types.ts';
import type { FilePage, StoredFile } from './types.ts';

export const FILES_PER_PAGE = 50;

/** A page of the tasks whose files are still there, newest first. @throws Failure. */
export async function listFiles(
  client: Client,
  { search, page, now }: { search?: string | undefined; page: number; now: Date },
): Promise<FilePage> {
  const { tasks, more } = await client.listTasks({
    hasFiles: true,
    ...(search ? { search } : {}),
    page,
    perPage: FILES_PER_PAGE,
  });
  const rows = tasks.map((task) => ({
    taskId: task.id,
    operation: task.operation,
    createdAt: new Date(task.created_at).toISOString(),
    expiresAt: task.expires_at ? new Date(task.expires_at).toISOString() : null,
    files: (task.result?.files ?? []).map((file) => describeFile(task.id, file)),
  }));
  return { rows, page, more, now: now.toISOString() };
}

function describeFile(taskId: string, file: WireFile): StoredFile {
  const contentType = file.content_type ?? 'application/octet-stream';
  const url = `/api/files/${taskId}/${encodeURIComponent(file.filename)}`;
  return {
    filename: file.filename,
    size: file.size ?? null,
    contentType,
    viewUrl: url,
    downloadUrl: `${url}?download=1`,
    preview: previewOf(contentType),
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
