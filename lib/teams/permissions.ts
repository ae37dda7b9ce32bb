export const ROLES = ['owner', 'admin', 'operator', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const everyone: readonly Role[] = ROLES;
const workers: readonly Role[] = ['owner', 'admin', 'operator'];
const leaders: readonly Role[] = ['owner', 'admin'];

/** Who may do what, all of it. */
const PERMISSIONS = {
  'export.read': everyone,
  'export.create': workers,
  'export.cancel': workers,
  'export.delete': workers,
  'file.read': everyone,
  'file.upload': workers,
  'file.delete': workers,
  /** One's own name and password. */
  'account.update': everyone,
  'team.manage': leaders,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function can(role: Role, permission: Permission): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission];
  return roles.includes(role);
}

/** @throws Error for a role that no version of this program wrote. */
export function getRole(text: string): Role {
  const role = ROLES.find((name) => name === text);
  if (!role) throw new Error(`There is no role "${text}".`);
  return role;
}
