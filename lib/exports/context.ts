import type { Client } from '#lib/client/client.ts';
import type { Clock } from '#lib/clock.ts';
import type { Remotes } from '#lib/connections/remotes.ts';
import type { Db } from '#lib/db/open.ts';

/** Who does something: every query and every change is bound to the team. */
export type Actor = { userId: string; teamId: string; email: string; ip?: string | undefined };

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
  actor: Actor;
};
