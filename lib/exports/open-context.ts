import { builtinClient } from '#lib/connections/builtin-client.ts';
import { getOwnConnection } from '#lib/connections/context.ts';
import type { Lane } from '#lib/connections/gate.ts';
import { BUILTIN } from '#lib/connections/places.ts';
import { runtime } from '#lib/runtime.ts';
import type { Actor, ExportContext } from './context.ts';

/**
 * What the verbs of this folder need, in the running server, on behalf of a person. What is done
 * with an export is done with the connection that it has (client-for.ts).
 */
export function openContext(actor: Actor): ExportContext {
  const { db, clock, engine, remotes } = runtime();
  const { master } = engine.context;
  return { prisma: db.prisma, clock, client: builtinClient(actor), remotes, actor, master };
}

/**
 * The same for what is new: files and exports of the chosen connection.
 *
 * @param connection the built-in engine when it is not said.
 * @param lane a page is not kept waiting for long; somebody who pressed something is.
 * @throws Failure NOT_FOUND, for another team's too.
 */
export async function openContextOf(
  actor: Actor,
  connection: string = BUILTIN,
  lane: Lane = 'act',
): Promise<ExportContext> {
  const context = openContext(actor);
  if (connection === BUILTIN) return context;
  await getOwnConnection(context, connection);
  const client = runtime().remotes.client(actor.teamId, connection, lane);
  return { ...context, client, connection };
}
