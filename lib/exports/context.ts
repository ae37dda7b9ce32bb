import type { Client } from '#lib/client/client.ts';
import type { Clock } from '#lib/clock.ts';
import type { Remotes } from '#lib/connections/remotes.ts';
import type { Db } from '#lib/db/open.ts';
import type { Role } from '#lib/teams/permissions.ts';
import type { MasterKey } from '#lib/vault/master-key.ts';

/** Who does something: every query and every change is bound to the team. */
export type Actor = {
  userId: string;
  teamId: string;
  email: string;
  /** Decides which destinations they may use; without one, none. */
  role?: Role | undefined;
  ip?: string | undefined;
};

/** What the verbs of this folder work with. */
export type ExportContext = {
  prisma: Db;
  clock: Clock;
  /** The connection that runs the tasks of a new export. */
  client: Client;
  /** Its id; the built-in engine when it is not said. */
  connection?: string | undefined;
  /** The other connections; absent where there are none, as in most tests. */
  remotes?: Remotes | undefined;
  /** Opens the secrets of destinations; without it, none can be used. */
  master?: MasterKey | undefined;
  actor: Actor;
};
