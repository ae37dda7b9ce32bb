import { runtime } from '#lib/runtime.ts';
import type { DeveloperContext } from './context.ts';

type Person = { userId: string; teamId: string; email: string; ip?: string | undefined };

/** What the verbs of this folder need, in the running server, on behalf of a person. */
export function openDeveloperContext({ userId, teamId, email, ip }: Person): DeveloperContext {
  const { db, clock, engine } = runtime();
  const actor = { userId, teamId, called: email, ip };
  return { prisma: db.prisma, clock, master: engine.context.master, actor };
}
