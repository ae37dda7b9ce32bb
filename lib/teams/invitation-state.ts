import type { Prisma } from '#lib/db/generated/client.ts';
import { Failure } from '#lib/errors.ts';

export type InvitationState = 'open' | 'used' | 'revoked' | 'expired';

type Dates = { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date };

export function invitationState({ acceptedAt, revokedAt, expiresAt }: Dates, now: Date) {
  if (acceptedAt) return 'used';
  if (revokedAt) return 'revoked';
  return expiresAt <= now ? 'expired' : 'open';
}

/** The same for a query: what is open now. */
export function openAt(now: Date) {
  return {
    acceptedAt: null,
    revokedAt: null,
    expiresAt: { gt: now },
  } satisfies Prisma.InvitationWhereInput;
}

/** What each state means for whoever opens the link, and what to do then. */
export const CLOSED_INVITATION = {
  used: 'This invitation has been used. If it was you, sign in. Else ask for a new one.',
  revoked: 'This invitation has been revoked. Ask whoever sent it for a new one.',
  expired: 'This invitation has expired. Ask whoever sent it for a new one.',
} as const;

/** What to say when it is no longer open. */
export function closedInvitation(state: Exclude<InvitationState, 'open'>): Failure {
  return new Failure('GONE', CLOSED_INVITATION[state]);
}
