import { BUILTIN } from '#lib/connections/places.ts';
import { findDestination } from '#lib/destinations/find-destination.ts';
import { openOptionsOf } from '#lib/destinations/open-options.ts';
import { mayUse } from '#lib/destinations/rights.ts';
import { isFailure } from '#lib/errors.ts';
import { clientFor, connectionOf } from './client-for.ts';
import type { ExportContext } from './context.ts';
import { MAX_INPUTS } from './deliveries-input.ts';
import { findInputs } from './find-inputs.ts';
import { getOwnExport } from './find-own.ts';

type Prepared = {
  /** The connection that the files and the earlier export belong to. */
  connection: string;
  stored: { taskId: string; name: string; size: number | null }[];
  start: ExportStart | undefined;
  notice: string | undefined;
};

/** How the form starts when an export is run again with edits. */
export type ExportStart = {
  operation: string;
  /** The destination it was made with, when this person may still use it. */
  destination?: { id: string; options: Record<string, unknown> } | undefined;
  options: Record<string, unknown>;
  /** Fields whose secrets were given then, and are to be given anew. */
  secretNames: string[];
  /** What was wrong with which field. */
  errors: Record<string, string[]>;
};

/**
 * What a new export starts with: files chosen elsewhere, or everything of an earlier export that is
 * to be run again with edits. What is gone is said, and is no reason to start with nothing.
 */
export async function prepareExport(
  context: ExportContext,
  { fileIds, fromId }: { fileIds: string[]; fromId: string | undefined },
): Promise<Prepared> {
  const earlier = fromId ? await findEarlier(context, fromId) : undefined;
  const ids = [...(earlier?.inputTaskIds ?? []), ...fileIds].slice(0, MAX_INPUTS);
  const connection = earlier?.connection ?? connectionOf(context);
  const asked = await askInputs(context, connection, ids);
  const { inputs } = asked;
  const there = inputs.filter((one) => one.state === 'ready' || one.state === 'pending');
  const gone = inputs.length - there.length;
  return {
    connection: asked.trouble ? connectionOf(context) : connection,
    stored: there.map(({ taskId, files }) => {
      const more = files.length - 1;
      return {
        taskId,
        name: `${files[0]?.filename ?? 'file'}${more > 0 ? ` and ${more} more` : ''}`,
        size: files.length > 0 ? files.reduce((sum, file) => sum + (file.size ?? 0), 0) : null,
      };
    }),
    start: earlier && {
      operation: earlier.operation,
      options: earlier.options as Record<string, unknown>,
      secretNames: earlier.secretNames,
      destination: await findStart(context, earlier),
      errors: (earlier.errorFields as Record<string, string[]> | null) ?? {},
    },
    notice: asked.trouble ?? noticeOf(fromId !== undefined && !earlier, gone, inputs.length),
  };
}

/** A connection that is down, or deleted, is no reason to show no form. */
async function askInputs(context: ExportContext, connection: string, ids: string[]) {
  try {
    const client = clientFor(context, connection, 'page');
    return { inputs: await findInputs(client, ids), trouble: undefined };
  } catch (error) {
    if (!isFailure(error) || connection === BUILTIN) throw error;
    return { inputs: [], trouble: `${error.message} Its files cannot be taken over.` };
  }
}

async function findStart(
  { prisma, actor: { role, ...who } }: ExportContext,
  earlier: Awaited<ReturnType<typeof getOwnExport>>,
): Promise<ExportStart['destination']> {
  if (!earlier.destinationId || !role) return undefined;
  const actor = { ...who, role };
  const row = await findDestination(prisma, actor, earlier.destinationId);
  if (!row || !mayUse(actor, row)) return undefined;
  return { id: row.id, options: openOptionsOf(row, earlier.options as Record<string, unknown>) };
}

async function findEarlier(context: ExportContext, id: string) {
  try {
    return await getOwnExport(context, id);
  } catch (error) {
    if (isFailure(error) && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

function noticeOf(isUnknown: boolean, gone: number, all: number): string | undefined {
  if (isUnknown) return 'The export to run again has been deleted. Start a new one here.';
  if (gone === 0) return undefined;
  if (gone === all)
    return 'Its files are no longer here: they are kept for 24 hours. Add them again.';
  return `${gone} of the ${all} files are no longer here: they are kept for 24 hours. Add them again.`;
}
