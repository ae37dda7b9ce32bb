import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import type { OpenDb } from '#lib/db/open.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { beginSession } from './begin-session.ts';
import { createOwner } from './create-owner.ts';
import { findMember } from './find-member.ts';
import { readOidcIdentity } from './oidc-identity.ts';
import { signInByOidc } from './sign-in-by-oidc.ts';

const OWNER = { name: 'Ada', email: 'ada@example.com', team: 'Engines', password: 'a'.repeat(12) };
const ISSUER = 'https://id.example.com';
const RULES = { domains: 'example.org', roles: 'staff=operator,bosses=admin' };

let open: OpenDb;
let teamId: string;
let ownerId: string;
const clock = testClock(new Date('2026-03-01T12:00:00Z'));
beforeAll(async () => {
  open = await openTestDb();
});
afterAll(() => open.close());
beforeEach(async () => {
  await open.prisma.team.deleteMany();
  await open.prisma.user.deleteMany();
  ({ userId: ownerId } = await createOwner(open.prisma, clock, OWNER));
  ({ id: teamId } = await open.prisma.team.findFirstOrThrow());
  await open.prisma.auditEntry.deleteMany();
});

type Claims = Record<string, unknown>;

/** What comes of a sign-in: the member, or why not. */
async function arrive(sub: string, claims: Claims = {}, issuer = ISSUER) {
  const identity = readOidcIdentity({ iss: issuer, sub, ...claims });
  const arrival = { identity, ip: '192.0.2.1', userAgent: 'curl/8' };
  const outcome = await signInByOidc(open.prisma, clock, RULES, arrival);
  if ('refused' in outcome) return outcome.refused;
  const member = await findMember(open.prisma, clock, outcome.session);
  if (!member) throw new Error('The session has ended.');
  return member;
}

const verified = (email: string, more: Claims = {}) => ({ email, email_verified: true, ...more });
const auditOf = async () =>
  (await open.prisma.auditEntry.findMany({ orderBy: { action: 'asc' } })).map(
    ({ action, detail, ip }) => ({ action, detail, ip }),
  );

function invite(email: string, more: object = {}) {
  return open.prisma.invitation.create({
    data: {
      teamId,
      email,
      role: 'operator',
      tokenHash: randomUUID(),
      createdBy: OWNER.email,
      createdAt: clock.now(),
      expiresAt: new Date(clock.now().getTime() + 60_000),
      ...more,
    },
  });
}

test('an account is found by its verified address, linked, and by its subject ever after', async () => {
  expect(await arrive('a1', verified('Ada@Example.com'))).toMatchObject({
    userId: ownerId,
    role: 'owner',
  });
  expect(await auditOf()).toEqual([
    { action: 'user.link-oidc', detail: { issuer: ISSUER }, ip: '192.0.2.1' },
    { action: 'user.sign-in', detail: { by: 'oidc' }, ip: '192.0.2.1' },
  ]);
  expect(
    await open.prisma.session.findMany({ where: { userId: ownerId, ip: '192.0.2.1' } }),
  ).toMatchObject([{ userAgent: 'curl/8' }]);
  // The address may change, and even no longer be verified.
  expect(await arrive('a1', { email: 'new@elsewhere.net' })).toMatchObject({ userId: ownerId });
  expect(await open.prisma.user.count()).toBe(1);
});

test('an address that is not verified opens no account and no invitation', async () => {
  await invite('bob@elsewhere.net');
  for (const email of [OWNER.email, 'bob@elsewhere.net', 'eve@example.org']) {
    expect(await arrive('e1', { email })).toBe('unverified');
    expect(await arrive('e1', { email, email_verified: false })).toBe('unverified');
  }
  expect(await arrive('e1')).toBe('unverified');
  expect(await auditOf()).toEqual([]);
  expect(await open.prisma.user.count()).toBe(1);
});

test('an address that went to somebody else at the provider does not open the account', async () => {
  await arrive('a1', verified(OWNER.email));
  expect(await arrive('e1', verified(OWNER.email))).toBe('taken');
  expect(await arrive('a1', verified(OWNER.email))).toMatchObject({ userId: ownerId });
});

test('after a move to another provider accounts are found by address again', async () => {
  await arrive('a1', verified(OWNER.email));
  const elsewhere = 'https://login.example.com';
  expect(await arrive('a1', verified(OWNER.email), elsewhere)).toMatchObject({ userId: ownerId });
  const user = await open.prisma.user.findUniqueOrThrow({ where: { id: ownerId } });
  expect(user.oidcSubject).toBe(`${elsewhere} a1`);
});

test('an open invitation for the address lets one in with its role, once', async () => {
  await invite('bob@elsewhere.net');
  const bob = await arrive(
    'b1',
    verified('Bob@elsewhere.net', { name: 'Bob', groups: ['bosses'] }),
  );
  expect(bob).toMatchObject({ role: 'operator', name: 'Bob', email: 'bob@elsewhere.net', teamId });
  const [invitation] = await open.prisma.invitation.findMany();
  expect(invitation).toMatchObject({ acceptedAt: clock.now() });
  expect(await auditOf()).toMatchObject([
    { action: 'team.join', detail: { by: 'invitation', role: 'operator' } },
    { action: 'user.sign-in' },
  ]);
  expect(await arrive('c1', verified('bob@elsewhere.net'))).toBe('taken');
  expect(await open.prisma.membership.count()).toBe(2);
});

test.each([
  ['expired', { expiresAt: new Date('2026-02-01T00:00:00Z') }],
  ['taken back', { revokedAt: new Date('2026-02-01T00:00:00Z') }],
  ['used', { acceptedAt: new Date('2026-02-01T00:00:00Z') }],
  ['for somebody else', { email: 'carol@elsewhere.net' }],
  ['for whoever has the link', { email: null }],
])('an invitation that is %s lets nobody in', async (_why, more) => {
  await invite('bob@elsewhere.net', more);
  expect(await arrive('b1', verified('bob@elsewhere.net'))).toBe('uninvited');
  expect(await open.prisma.user.count()).toBe(1);
});

test('people of an allowed domain join the first team, with the role of their groups', async () => {
  await open.prisma.team.create({ data: { name: 'Later', createdAt: new Date('2026-04-01') } });
  const groups = ['everyone', 'bosses', 'staff'];
  expect(await arrive('b1', verified('bob@example.org', { groups }))).toMatchObject({
    teamId,
    role: 'admin',
  });
  expect(await arrive('c1', verified('carol@example.org'))).toMatchObject({ role: 'viewer' });
  expect(await arrive('e1', verified('eve@sub.example.org', { groups }))).toBe('uninvited');
});

test('groups give a role at the first sign-in only', async () => {
  await arrive('b1', verified('bob@example.org'));
  await open.prisma.membership.updateMany({
    where: { role: 'viewer' },
    data: { role: 'operator' },
  });
  const groups = ['bosses'];
  expect(await arrive('b1', verified('bob@example.org', { groups }))).toMatchObject({
    role: 'operator',
  });
});

test('who was removed does not come back by the domain, but by an invitation', async () => {
  const bob = await arrive('b1', verified('bob@example.org'));
  if (typeof bob === 'string') throw new Error(bob);
  await open.prisma.membership.deleteMany({ where: { userId: bob.userId } });
  expect(await arrive('b1', verified('bob@example.org'))).toBe('uninvited');
  await invite('bob@example.org');
  expect(await arrive('b1', verified('bob@example.org'))).toMatchObject({
    userId: bob.userId,
    role: 'operator',
  });
});

test('two first sign-ins at the same moment make one person', async () => {
  const claims = verified('bob@example.org');
  const [one, two] = await Promise.all([arrive('b1', claims), arrive('b1', claims)]);
  expect(one).toMatchObject({ email: 'bob@example.org' });
  expect((two as { userId: string }).userId).toBe((one as { userId: string }).userId);
});

test('a second factor of ours is not asked for: the provider sees to that', async () => {
  await open.prisma.user.update({ where: { id: ownerId }, data: { totpSince: clock.now() } });
  expect(await arrive('a1', verified(OWNER.email))).toMatchObject({ userId: ownerId });
});

test('linking takes back what whoever made the account may still have; owners keep theirs', async () => {
  const link = async (role: string) => {
    const email = `${role}@example.org`;
    const memberships = { create: { teamId, role } };
    const data = { email, name: role, passwordHash: 'known to somebody', memberships };
    const { id: userId } = await open.prisma.user.create({ data });
    const before = await beginSession(open.prisma, clock, { userId, teamId });
    expect(await arrive(role, verified(email))).toMatchObject({ userId });
    const { passwordHash } = await open.prisma.user.findUniqueOrThrow({ where: { id: userId } });
    return { passwordHash, before: await findMember(open.prisma, clock, before) };
  };
  expect(await link('operator')).toEqual({ passwordHash: null, before: undefined });
  expect(await link('owner')).toMatchObject({ passwordHash: 'known to somebody', before: {} });
});
