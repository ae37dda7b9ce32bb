import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import type { MasterKey } from '#lib/vault/master-key.ts';

/** Who does something: a person in the dashboard, or a program with a key of the team. */
export type Developer = {
  teamId: string;
  userId: string | null;
  /** How the audit log calls them: an email address, or the name of a key. */
  called: string;
  ip?: string | undefined;
};

/** What the verbs of this folder work with. */
export type DeveloperContext = {
  prisma: Db;
  clock: Clock;
  master: MasterKey;
  actor: Developer;
};
