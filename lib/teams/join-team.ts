import { writeAudit } from '#lib/audit/write-audit.ts';
import type { Clock } from '#lib/clock.ts';
import type { DbTx } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import type { FoundInvitation } from './find-invitation.ts';
import { closedInvitation, invitationState } from './invitation-state.ts';
import { lockTeam } from './lock-team.ts';
import { refuseTooManyTeams } from './team-limit.ts';

type Joined = Pick<FoundInvitation, 'id' | 'teamId' | 'role' | 'email'>;
type Joiner = { userId: string; email: string; ip?: string | undefined };

/**
 * Makes somebody a member and uses the invitation up, in the caller's transaction. Of two who accept
 * at the same moment the second finds it used.
 * @throws Failure GONE, FORBIDDEN when it is for another address, CONFLICT for a member.
 */
export async function joinTeam(
  tx: DbTx,
  clock: Clock,
  { id, teamId, role, email }: Joined,
  joiner: Joiner,
): Promise<void> {
  const { userId, ip } = joiner;
  if (email && email !== joiner.email) {
    throw new Failure('FORBIDDEN', `This invitation is for ${email}. Sign in as that person.`);
  }
  await lockTeam(tx, teamId);
  const now = clock.now();
  const state = invitationState(await tx.invitation.findUniqueOrThrow({ where: { id } }), now);
  if (state !== 'open') throw closedInvitation(state);
  const key = { userId, teamId };
  if (await tx.membership.findUnique({ where: { userId_teamId: key } })) {
    throw new Failure('CONFLICT', 'You are in this team already.');
  }
  await refuseTooManyTeams(tx, userId);
  const used = { acceptedAt: now, acceptedById: userId };
  await tx.invitation.update({ where: { id }, data: used });
  // A session of an earlier membership that began while that ended must not come back to life.
  await tx.session.deleteMany({ where: key });
  await tx.membership.create({ data: { ...key, role, createdAt: now } });
  const entry = { teamId, actorId: userId, actor: joiner.email, subject: userId, ip };
  const detail = { role, invitation: id };
  await writeAudit(tx, { ...entry, action: 'team.join', detail }, clock);
}
