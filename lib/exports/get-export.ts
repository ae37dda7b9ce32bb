import { Failure } from '#lib/errors.ts';
import type { ExportContext } from './context.ts';
import { describeExport, describeReceipt, ROW_COLUMNS } from './describe-export.ts';
import { findInputs } from './find-inputs.ts';
import { hasEnded, MIRRORED, mirrorTask } from './mirror-task.ts';
import type { ExportDetail, ExportFile } from './types.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Inputs whose state is asked for: a page shows no more. */
const INPUTS_SHOWN = 20;

const COLUMNS = {
  ...ROW_COLUMNS,
  ...MIRRORED,
  taskId: true,
  options: true,
  inputTaskIds: true,
  result: true,
} as const;

/**
 * One export with everything its page shows. Temporary URLs are never stored with an export: they
 * come from its task, while it lives.
 *
 * @throws Failure NOT_FOUND, for another team's too.
 */
export async function getExport(context: ExportContext, id: string): Promise<ExportDetail> {
  const { prisma, clock, client, actor } = context;
  const find = () =>
    prisma.export.findFirst({ where: { id, teamId: actor.teamId }, select: COLUMNS });
  let row = UUID.test(id) ? await find() : null;
  if (!row) throw new Failure('NOT_FOUND', 'There is no such export, or it has been deleted.');

  const askTask = row.taskId !== '' && !row.taskGoneAt;
  const task = askTask ? await client.findTask(row.taskId) : undefined;
  // The page must not lag behind what was just asked anyway.
  if (askTask && (await mirrorTask(prisma, clock, row, task))) row = (await find()) ?? row;
  const urls = new Map(task?.result?.files?.map((file) => [file.filename, file.url ?? null]));
  const files: ExportFile[] = describeReceipt(row.result).map((file) => ({
    ...file,
    url: urls.get(file.filename) ?? null,
  }));
  return {
    ...describeExport(row),
    filenames: row.filenames,
    taskId: row.taskId,
    options: row.options as Record<string, unknown>,
    inputIds: row.inputTaskIds,
    // A running export is asked about every second, and its inputs do not change its page then.
    inputs:
      hasEnded(row) || row.status === 'waiting'
        ? await findInputs(client, row.inputTaskIds.slice(0, INPUTS_SHOWN))
        : [],
    files,
    now: clock.now().toISOString(),
  };
}
