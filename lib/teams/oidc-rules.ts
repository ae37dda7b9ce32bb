import { ROLES, type Role } from './permissions.ts';

/** The settings OIDC_DOMAINS and OIDC_ROLES, as they are written. */
export type OidcRules = { domains: string; roles: string };

const entriesOf = (list: string) =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);

/** Whether people with such an address may come without an invitation. Subdomains are others. */
export function isAllowedDomain({ domains }: OidcRules, email: string): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return entriesOf(domains).some((entry) => entry.replace(/^@/, '').toLowerCase() === domain);
}

/** The highest role that one of the groups gives; viewer when none does. */
export function roleOfGroups({ roles }: OidcRules, groups: readonly string[]): Role {
  const given = entriesOf(roles)
    .map((entry) => entry.split('=').map((part) => part.trim()))
    .filter(([group = '']) => groups.includes(group))
    .map(([, role]) => role);
  return ROLES.find((role) => given.includes(role)) ?? 'viewer';
}
