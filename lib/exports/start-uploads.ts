import { z } from 'zod';
import { ConnectionId } from '#lib/connections/connection-id.ts';
import { Failure } from '#lib/errors.ts';
import { audit } from './audit.ts';
import type { ExportContext } from './context.ts';

/** Tasks made by one call; a page with more files asks again. */
export const MAX_UPLOADS = 100;

export const StartUploadsInput = z.object({
  count: z.int().min(1).max(MAX_UPLOADS),
  connection: ConnectionId,
});

export type UploadSlot = {
  taskId: string;
  form: { url: string; parameters: Record<string, string> };
};

/**
 * Makes an import/upload task for each of some files. The browser sends the bytes to each task's
 * form by itself.
 *
 * @throws Failure.
 */
export async function startUploads(context: ExportContext, count: number): Promise<UploadSlot[]> {
  const slots: UploadSlot[] = [];
  // One after the other: the database has one writer, other servers have rate limits, and the first
  // can be used as soon as all are there.
  for (let made = 0; made < count; made++) {
    const task = await context.client.createTask('import/upload', {});
    const form = task.result?.form ?? (await context.client.findTask(task.id))?.result?.form;
    if (!form) throw new Failure('SOURCE_FAILED', 'The connection gave no form to upload to.');
    slots.push({ taskId: task.id, form });
  }
  await context.prisma.$transaction((tx) =>
    audit(context, tx, 'file.upload', slots[0]?.taskId ?? '', { count }),
  );
  return slots;
}
