export const ROLES = ['owner', 'admin', 'operator', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const everyone: readonly Role[] = ROLES;
const workers: readonly Role[] = ['owner', 'admin', 'operator'];
const leaders: readonly Role[] = ['owner', 'admin'];
const owners: readonly Role[] = ['owner'];

type Rule = { roles: readonly Role[]; does: string };

/** Who may do what, all of it: actions and routes ask it, the team page and the README show it. */
export const PERMISSIONS = {
  'export.read': { roles: everyone, does: 'See exports and their receipts' },
  'export.create': { roles: workers, does: 'Make exports, and run them again' },
  'export.cancel': { roles: workers, does: 'Cancel exports' },
  'export.delete': { roles: workers, does: 'Delete exports' },
  'file.read': { roles: everyone, does: 'See and download files' },
  'file.upload': { roles: workers, does: 'Add files' },
  'file.delete': { roles: workers, does: 'Delete files' },
  'destination.read': { roles: everyone, does: 'See destinations, never their secrets' },
  'destination.use': { roles: workers, does: 'Export with destinations that allow their role' },
  'destination.create': { roles: workers, does: 'Save, change and test private destinations' },
  'destination.share': { roles: leaders, does: 'Make, change and delete destinations of the team' },
  'destination.trust': { roles: leaders, does: 'Trust the host key of an SFTP server' },
  'connection.read': { roles: everyone, does: 'See connections and how they fare' },
  'connection.manage': { roles: leaders, does: 'Add, check, change and delete connections' },
  'key.manage': { roles: leaders, does: 'Make and revoke API keys' },
  'webhook.manage': { roles: leaders, does: 'Add and delete webhooks, and send events again' },
  'team.read': { roles: everyone, does: 'See who is in the team' },
  'team.invite': { roles: leaders, does: 'Invite people, up to their own role' },
  'team.manage': { roles: leaders, does: 'Rename the team, change roles, remove people' },
  'team.own': { roles: owners, does: 'Make others owner, or take that from them' },
  'audit.read': { roles: leaders, does: 'Read the audit log' },
  'account.update': { roles: everyone, does: 'Change their own password, second factor, sessions' },
} as const satisfies Record<string, Rule>;

export type Permission = keyof typeof PERMISSIONS;

export function can(role: Role, permission: Permission): boolean {
  const { roles }: Rule = PERMISSIONS[permission];
  return roles.includes(role);
}

/** What somebody may invite people as, and may make of others: up to their own, none without the right. */
export function givableRoles(by: Role): Role[] {
  // ROLES begins with the highest.
  const upToOwn = can(by, 'team.invite') ? ROLES.slice(ROLES.indexOf(by)) : [];
  return upToOwn.filter((role) => role !== 'owner' || can(by, 'team.own'));
}

/** Whether somebody may give this role; and so take it, or remove whoever has it. */
export function mayGive(by: Role, role: Role): boolean {
  return givableRoles(by).includes(role);
}

/** @throws Error for a role that no version of this program wrote. */
export function getRole(text: string): Role {
  const role = ROLES.find((name) => name === text);
  if (!role) throw new Error(`There is no role "${text}".`);
  return role;
}
