import { runtime } from '#lib/runtime.ts';
import type { TeamActor, TeamContext } from './context.ts';

/** What the verbs of this folder need, in the running server, on behalf of a person. */
export function openContext(actor: TeamActor): TeamContext {
  const { db, clock } = runtime();
  return { prisma: db.prisma, clock, actor };
}
