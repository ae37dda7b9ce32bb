import { z } from 'zod';
import { Failure } from '#lib/errors.ts';
import { audit } from './audit.ts';
import type { TeamContext } from './context.ts';
import { EmailAddress } from './credentials.ts';
import { openAt } from './invitation-state.ts';
import { createInvitationToken, hashInvitationToken } from './invitation-token.ts';
import { lockTeamFor } from './lock-team.ts';
import { mayGive, ROLES, type Role } from './permissions.ts';

/** Milliseconds that an invitation is good for. */
export const INVITATION_LASTS = 7 * 24 * 60 * 60_000;
/** Open invitations of one team: as many as a page can list, and mails that somebody can send. */
export const MAX_OPEN_INVITATIONS = 100;

export const InvitationInput = z.object({
  role: z.enum(ROLES, 'Choose a role.'),
  /** Whom it is for. Without: whoever has the link. */
  email: z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    EmailAddress.optional(),
  ),
});

export type NewInvitation = {
  id: string;
  /** For the link. It is shown once: the database has its hash only. */
  token: string;
  role: Role;
  email: string | undefined;
  expiresAt: Date;
};

/**
 * Makes an invitation into the team, of a role up to one's own. An open one for the same e-mail
 * address is revoked: of several links to one person only the last works.
 * @throws Failure FORBIDDEN for a higher role, INVALID_DATA at `email` for somebody in the team,
 * CONFLICT when too many are open.
 */
export async function invite(
  context: TeamContext,
  { role, email }: z.output<typeof InvitationInput>,
): Promise<NewInvitation> {
  const { prisma, clock, actor } = context;
  const { teamId, userId } = actor;
  const token = createInvitationToken();
  return prisma.$transaction(async (tx) => {
    const by = await lockTeamFor(tx, actor, 'team.invite');
    if (!mayGive(by, role)) throw new Failure('FORBIDDEN', 'Only an owner makes owners.');
    const now = clock.now();
    let replaced = 0;
    if (email) {
      const member = await tx.membership.findFirst({ where: { teamId, user: { email } } });
      if (member) throw alreadyHere();
      const revoked = await tx.invitation.updateMany({
        where: { teamId, email, ...openAt(now) },
        data: { revokedAt: now },
      });
      replaced = revoked.count;
    }
    const open = await tx.invitation.count({
      where: { teamId, createdAt: { gt: oldestOpen(now) }, ...openAt(now) },
    });
    if (open >= MAX_OPEN_INVITATIONS) throw tooMany();
    const expiresAt = new Date(now.getTime() + INVITATION_LASTS);
    const { id } = await tx.invitation.create({
      data: {
        teamId,
        role,
        email: email ?? null,
        tokenHash: hashInvitationToken(token),
        createdById: userId,
        createdBy: actor.email,
        createdAt: now,
        expiresAt,
      },
    });
    const detail = { role, ...(email && { email }), ...(replaced > 0 && { replaced }) };
    await audit(context, tx, 'team.invite', id, detail);
    return { id, token, role, email, expiresAt };
  });
}

/** Whatever is older has expired: lets the database read the end of an index only. */
export const oldestOpen = (now: Date): Date => new Date(now.getTime() - INVITATION_LASTS);

function alreadyHere(): Failure {
  const message = 'This person is in the team already.';
  return new Failure('INVALID_DATA', message, { fields: { email: [message] } });
}

function tooMany(): Failure {
  const message = `${MAX_OPEN_INVITATIONS} invitations are open, which is the most. Revoke some first.`;
  return new Failure('CONFLICT', message);
}
