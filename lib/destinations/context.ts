import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import type { Role } from '#lib/teams/permissions.ts';
import type { MasterKey } from '#lib/vault/master-key.ts';

/** Who does something with destinations, and what their role is in the team. */
export type DestinationActor = {
  userId: string;
  teamId: string;
  email: string;
  role: Role;
  ip?: string | undefined;
};

/** What the verbs of this folder work with. */
export type DestinationContext = {
  prisma: Db;
  clock: Clock;
  /** Seals and opens the secrets. */
  master: MasterKey;
  actor: DestinationActor;
};
