import type { TaskStatus } from '#lib/client/types.ts';
import { BUILTIN } from '#lib/connections/places.ts';
import type { Db } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { askConnection } from './ask-connection.ts';
import { clientFor } from './client-for.ts';
import type { ExportContext } from './context.ts';
import { MAX_DELIVERIES } from './deliveries-input.ts';
import { describeDeliveries } from './describe-deliveries.ts';
import { describeExport, describeReceipt, ROW_COLUMNS } from './describe-export.ts';
import { findInputs } from './find-inputs.ts';
import { hasEnded, MIRRORED, mirrorTask } from './mirror-task.ts';
import { partId } from './part-id.ts';
import type { ExportDetail } from './types.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Inputs whose state is asked for: a page shows no more. */
const INPUTS_SHOWN = 20;

const COLUMNS = {
  ...ROW_COLUMNS,
  ...MIRRORED,
  taskId: true,
  options: true,
  secretNames: true,
  inputTaskIds: true,
  result: true,
  errorFields: true,
  errorDetail: true,
  deliveries: true,
  groupId: true,
  destination: { select: { deletedAt: true, openFields: true } },
} as const;

/** The other exports of the same submission: a form takes no more than a few. */
async function findSiblings(
  { prisma, actor }: ExportContext,
  { id, groupId }: { id: string; groupId: string | null },
): Promise<ExportDetail['siblings']> {
  if (!groupId) return [];
  // By what they were submitted as, for which there is an index.
  const parts = Array.from({ length: MAX_DELIVERIES }, (_, index) => partId(groupId, index));
  const rows = await prisma.export.findMany({
    where: { teamId: actor.teamId, submissionId: { in: parts }, NOT: { id } },
    select: { id: true, operation: true, destinationName: true, status: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ destinationName, status, ...row }) => ({
    ...row,
    name: destinationName,
    status: status as TaskStatus,
  }));
}

/**
 * One export with everything its page shows. Temporary URLs are never stored with an export: they
 * come from its task, while it lives.
 *
 * @throws Failure NOT_FOUND, for another team's too.
 */
export async function getExport(context: ExportContext, id: string): Promise<ExportDetail> {
  const { prisma, clock, actor } = context;
  const find = () =>
    prisma.export.findFirst({ where: { id, teamId: actor.teamId }, select: COLUMNS });
  let row = UUID.test(id) ? await find() : null;
  if (!row) throw new Failure('NOT_FOUND', 'There is no such export, or it has been deleted.');

  const include = row.operation === 'export/url' ? [] : ['deliveries'];
  const { known, task, trouble } = await askConnection(context, row, include);
  // The page must not lag behind what was just asked anyway.
  if (known && (await mirrorTask(prisma, clock, row, task))) row = (await find()) ?? row;
  // A running export is asked about every second, and its inputs do not change its page then.
  // Another server is not asked about them at all: each would be a request of its own.
  const asksInputs = row.connection === BUILTIN && (hasEnded(row) || row.status === 'waiting');
  const described = describeExport(row);
  const { destination } = described;
  return {
    ...described,
    // There is no page to lead to any more.
    destination:
      destination && row.destination?.deletedAt ? { ...destination, id: null } : destination,
    remote: row.connection === BUILTIN ? null : await describeRemote(prisma, row.connection),
    trouble,
    filenames: row.filenames,
    taskId: row.taskId,
    options: row.options as Record<string, unknown>,
    secretNames: row.secretNames,
    inputIds: row.inputTaskIds,
    inputs: asksInputs
      ? await findInputs(clientFor(context, BUILTIN), row.inputTaskIds.slice(0, INPUTS_SHOWN))
      : [],
    files: describeReceipt(task?.result?.files ?? row.result),
    deliveries: describeDeliveries(task?.deliveries ?? row.deliveries, hasEnded(row)),
    errors: (row.errorFields as Record<string, string[]> | null) ?? {},
    openFields: row.destination && !row.destination.deletedAt ? row.destination.openFields : null,
    details: row.errorDetail,
    siblings: await findSiblings(context, row),
    now: clock.now().toISOString(),
  };
}

/** The export is the team's, and so is its connection: no further look at the team is needed. */
async function describeRemote(prisma: Db, connection: string): Promise<ExportDetail['remote']> {
  const row = await prisma.connection.findUnique({
    where: { id: connection },
    select: { name: true, deletedAt: true },
  });
  return { name: row?.name ?? 'A connection that is gone', deleted: row?.deletedAt != null };
}
