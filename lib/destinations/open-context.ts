import { runtime } from '#lib/runtime.ts';
import type { DestinationActor, DestinationContext } from './context.ts';

/** What the verbs of this folder need, in the running server, on behalf of a person. */
export function openDestinations(actor: DestinationActor): DestinationContext {
  const { db, clock, engine } = runtime();
  return { prisma: db.prisma, clock, master: engine.context.master, actor };
}
