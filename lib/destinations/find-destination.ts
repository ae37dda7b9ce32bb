import type { Prisma } from '#lib/db/generated/client.ts';
import type { DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import type { DestinationActor } from './context.ts';
import { mayEdit, whereVisible } from './rights.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const WITH_SECRETS = { secrets: true } as const satisfies Prisma.DestinationInclude;
export type DestinationRecord = Prisma.DestinationGetPayload<{ include: typeof WITH_SECRETS }>;

/** Undefined for what is not there, is another team's, or is nothing that this person knows of. */
export async function findDestination(
  db: DbTx,
  actor: DestinationActor,
  id: string,
): Promise<DestinationRecord | undefined> {
  if (!UUID.test(id)) return undefined;
  const where = { id, ...whereVisible(actor) };
  return (await db.destination.findFirst({ where, include: WITH_SECRETS })) ?? undefined;
}

/** @throws Failure NOT_FOUND, also for what this person does not know of. */
export async function getVisible(
  db: DbTx,
  actor: DestinationActor,
  id: string,
): Promise<DestinationRecord> {
  const row = await findDestination(db, actor, id);
  if (!row) throw noSuch();
  return row;
}

/** @throws Failure NOT_FOUND, and FORBIDDEN for what this person may only look at. */
export async function getEditable(
  db: DbTx,
  actor: DestinationActor,
  id: string,
): Promise<DestinationRecord> {
  const row = await getVisible(db, actor, id);
  if (!mayEdit(actor, row)) throw new Failure('FORBIDDEN');
  return row;
}

export const noSuch = () =>
  new Failure('NOT_FOUND', 'There is no such destination, or it has been deleted.');
