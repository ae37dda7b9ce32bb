import { expect, test } from 'vitest';
import { readOidcIdentity } from './oidc-identity.ts';
import { isAllowedDomain, roleOfGroups } from './oidc-rules.ts';

const rules = (domains: string, roles = '') => ({ domains, roles });

test('only the domains of the list, to the letter', () => {
  const allows = (email: string) => isAllowedDomain(rules('Example.com, @other.org'), email);
  expect(allows('ada@example.com')).toBe(true);
  expect(allows('ada@OTHER.org')).toBe(true);
  for (const email of [
    'ada@mail.example.com',
    'ada@example.com.evil.org',
    'ada@notexample.com',
    'example.com@evil.org',
    '"ada@example.com"@evil.org',
  ])
    expect(allows(email), email).toBe(false);
  expect(isAllowedDomain(rules(''), 'ada@example.com')).toBe(false);
  expect(isAllowedDomain(rules(','), 'ada@')).toBe(false);
});

test('of several groups the highest role counts; without any one looks on', () => {
  const roleOf = (...groups: string[]) =>
    roleOfGroups(rules('', 'staff=operator, slipway admins = admin,all=viewer'), groups);
  expect(roleOf('all', 'slipway admins', 'staff')).toBe('admin');
  expect(roleOf('staff')).toBe('operator');
  expect(roleOf()).toBe('viewer');
  expect(roleOf('admin', 'owner', 'STAFF')).toBe('viewer');
  expect(roleOfGroups(rules(''), ['staff'])).toBe('viewer');
});

const CLAIMS = { iss: 'https://id.example.com', sub: 'a1', email: 'Ada@Example.com' };

test('an address counts once the provider says that it is verified', () => {
  const emailOf = (email_verified?: unknown) =>
    readOidcIdentity({ ...CLAIMS, email_verified }).verifiedEmail;
  expect(emailOf(true)).toBe('ada@example.com');
  expect(emailOf('true')).toBe('ada@example.com');
  for (const given of [undefined, false, 'false', 'yes', 1, null])
    expect(emailOf(given)).toBeUndefined();
});

test('a person is the subject at an issuer, and may lack all the rest', () => {
  expect(
    readOidcIdentity({ iss: 'https://id.example.com', sub: 'a1', email: 7, groups: {} }),
  ).toEqual({
    issuer: 'https://id.example.com',
    subject: 'https://id.example.com a1',
    verifiedEmail: undefined,
    name: 'Somebody',
    groups: [],
  });
  expect(readOidcIdentity({ ...CLAIMS, name: ' Ada ', groups: 'staff' })).toMatchObject({
    name: 'Ada',
    groups: ['staff'],
  });
  expect(() => readOidcIdentity({ sub: 'a1' })).toThrow();
});
