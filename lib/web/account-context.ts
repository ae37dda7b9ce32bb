import { runtime } from '#lib/runtime.ts';
import type { AccountContext } from '#lib/teams/account.ts';

/** What the rules about one's own account work with, in this process. */
export function accountContext(): AccountContext {
  const { db, clock, guesses, engine } = runtime();
  return { db: db.prisma, clock, guesses, master: engine.context.master };
}
