import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';

/** Who does something, in which team, by which session. */
export type TeamActor = {
  userId: string;
  sessionId: string;
  teamId: string;
  email: string;
  ip?: string | undefined;
};

/** What the verbs about teams and their people work with. */
export type TeamContext = { prisma: Db; clock: Clock; actor: TeamActor };
