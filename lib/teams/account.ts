import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import type { MasterKey } from '#lib/vault/master-key.ts';
import type { Guesses } from './guesses.ts';

/** What the rules about one's own account work with. */
export type AccountContext = {
  db: Db;
  clock: Clock;
  guesses: Guesses;
  /** Seals the secret of a second factor. */
  master: MasterKey;
};

/** Whose account it is, in the session that asks. */
export type Person = {
  userId: string;
  sessionId: string;
  teamId: string;
  email: string;
  ip?: string | undefined;
};

/** What an audit row says of a change that somebody makes to their own account. */
export const ownEntry = ({ userId, teamId, email, ip }: Omit<Person, 'sessionId'>) => ({
  teamId,
  actorId: userId,
  actor: email,
  subject: userId,
  ip,
});
