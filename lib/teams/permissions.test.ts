import { expect, test } from 'vitest';
import { ROLE_WORDS } from '#lib/ui/role-words.ts';
import { can, getRole, givableRoles, mayGive, PERMISSIONS, ROLES } from './permissions.ts';

test('everybody reads, viewers change nothing, only owners and admins manage the team', () => {
  expect(ROLES.filter((role) => can(role, 'export.read'))).toEqual([...ROLES]);
  expect(can('viewer', 'export.create')).toBe(false);
  expect(can('viewer', 'file.upload')).toBe(false);
  expect(can('viewer', 'account.update')).toBe(true);
  expect(can('operator', 'export.delete')).toBe(true);
  expect(ROLES.filter((role) => can(role, 'team.manage'))).toEqual(['owner', 'admin']);
});

test('a role nobody knows grants nothing', () => {
  expect(() => getRole('root')).toThrow('There is no role "root".');
});

test('each right is told in words, and owners have all of them', () => {
  for (const [name, { roles, does }] of Object.entries(PERMISSIONS)) {
    expect(roles, name).toContain('owner');
    expect(does, name).toMatch(/^[A-Z].*[^.]$/);
  }
});

test('leaders give roles up to their own, and only those who may make owners make them', () => {
  expect(givableRoles('owner')).toEqual(['owner', 'admin', 'operator', 'viewer']);
  expect(givableRoles('admin')).toEqual(['admin', 'operator', 'viewer']);
  expect(givableRoles('operator')).toEqual([]);
  expect(givableRoles('viewer')).toEqual([]);
  for (const by of ROLES) expect(mayGive(by, 'owner')).toBe(can(by, 'team.own'));
});

test('each role is told in a sentence', () => {
  expect(Object.keys(ROLE_WORDS)).toEqual([...ROLES]);
});
