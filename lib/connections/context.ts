import type { AuditAction } from '#lib/audit/action-words.ts';
import { writeAudit } from '#lib/audit/write-audit.ts';
import type { Clock } from '#lib/clock.ts';
import type { Db, DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { runtime } from '#lib/runtime.ts';
import type { MasterKey } from '#lib/vault/master-key.ts';
import type { Remotes } from './remotes.ts';

/** Who does something: every query and every change is bound to the team. */
type Actor = { userId: string; teamId: string; email: string; ip?: string | undefined };

/** What the verbs of this folder work with. */
export type ConnectionContext = {
  prisma: Db;
  clock: Clock;
  master: MasterKey;
  remotes: Remotes;
  actor: Actor;
};

/** The same in the running server, on behalf of a person. */
export function openConnections(actor: Actor): ConnectionContext {
  const { db, clock, engine, remotes } = runtime();
  return { prisma: db.prisma, clock, master: engine.context.master, remotes, actor };
}

/** Writes what the actor did, in the transaction that does it. */
export async function auditConnection(
  { actor, clock }: ConnectionContext,
  tx: DbTx,
  action: AuditAction,
  subject: string,
  detail: Record<string, string | string[]> = {},
): Promise<void> {
  const { teamId, userId, email, ip } = actor;
  await writeAudit(
    tx,
    { teamId, actorId: userId, actor: email, action, subject, detail, ...(ip ? { ip } : {}) },
    clock,
  );
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The team's connection of that id, while it is in use. @throws Failure NOT_FOUND, for another team's too. */
export async function getOwnConnection(
  { prisma, actor }: { prisma: Db; actor: { teamId: string } },
  id: string,
) {
  const row = UUID.test(id)
    ? await prisma.connection.findFirst({ where: { id, teamId: actor.teamId, deletedAt: null } })
    : null;
  if (!row) throw new Failure('NOT_FOUND', 'There is no such connection, or it has been deleted.');
  return row;
}
