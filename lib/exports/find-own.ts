import { Failure } from '#lib/errors.ts';
import type { ExportContext } from './context.ts';
import { MIRRORED } from './mirror-task.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const COLUMNS = {
  ...MIRRORED,
  taskId: true,
  connection: true,
  operation: true,
  options: true,
  secretNames: true,
  errorFields: true,
  inputTaskIds: true,
  filenames: true,
  submissionId: true,
  destinationId: true,
} as const;

/** The team's export of that id. @throws Failure NOT_FOUND, for another team's too. */
export async function getOwnExport({ prisma, actor }: ExportContext, id: string) {
  const row = UUID.test(id)
    ? await prisma.export.findFirst({ where: { id, teamId: actor.teamId }, select: COLUMNS })
    : null;
  if (!row) throw new Failure('NOT_FOUND', 'There is no such export, or it has been deleted.');
  return row;
}
