import type { Clock } from '#lib/clock.ts';
import type { DbTx } from '#lib/db/open.ts';
import type { OidcIdentity } from './oidc-identity.ts';
import { isAllowedDomain, type OidcRules, roleOfGroups } from './oidc-rules.ts';
import { getRole, type Role } from './permissions.ts';

/** The team that somebody looks at first, and why they may be in it. */
export type Place =
  | { by: 'membership'; teamId: string }
  | { by: 'invitation'; teamId: string; role: Role; invitationId: string }
  | { by: 'domain'; teamId: string; role: Role };

/**
 * Where somebody belongs who comes from the identity provider: the team they are in, else one that
 * invited their verified address, else the first team when its domain is allowed. Undefined: nowhere.
 */
export async function findPlace(
  tx: DbTx,
  clock: Clock,
  rules: OidcRules,
  { verifiedEmail, groups }: OidcIdentity,
  userId: string | undefined,
): Promise<Place | undefined> {
  const membership =
    userId &&
    (await tx.membership.findFirst({
      where: { userId },
      orderBy: [{ createdAt: 'asc' }, { teamId: 'asc' }],
    }));
  if (membership) return { by: 'membership', teamId: membership.teamId };
  if (!verifiedEmail) return undefined;
  const invitation = await tx.invitation.findFirst({
    where: {
      email: verifiedEmail,
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { gt: clock.now() },
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  });
  if (invitation) {
    const { id, teamId, role } = invitation;
    return { by: 'invitation', teamId, role: getRole(role), invitationId: id };
  }
  // Somebody with an account and no team was removed: the domain must not let them back in.
  if (userId || !isAllowedDomain(rules, verifiedEmail)) return undefined;
  const team = await tx.team.findFirst({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return team ? { by: 'domain', teamId: team.id, role: roleOfGroups(rules, groups) } : undefined;
}
