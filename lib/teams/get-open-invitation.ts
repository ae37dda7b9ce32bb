import type { Clock } from '#lib/clock.ts';
import type { DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { type FoundInvitation, findInvitation } from './find-invitation.ts';
import { closedInvitation } from './invitation-state.ts';

/** @throws Failure NOT_FOUND, or GONE with what became of it. */
export async function getOpenInvitation(
  db: DbTx,
  clock: Clock,
  token: string,
): Promise<FoundInvitation> {
  const invitation = await findInvitation(db, clock, token);
  if (!invitation) {
    throw new Failure('NOT_FOUND', 'This is not an invitation. Open the link that you were sent.');
  }
  if (invitation.state !== 'open') throw closedInvitation(invitation.state);
  return invitation;
}
