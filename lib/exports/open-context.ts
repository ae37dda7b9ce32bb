import { builtinClient } from '#lib/connections/builtin-client.ts';
import { runtime } from '#lib/runtime.ts';
import type { Actor, ExportContext } from './context.ts';

/** What the verbs of this folder need, in the running server, on behalf of a person. */
export function openContext(actor: Actor): ExportContext {
  const { db, clock, engine } = runtime();
  const { master } = engine.context;
  return { prisma: db.prisma, clock, client: builtinClient(actor), actor, master };
}
