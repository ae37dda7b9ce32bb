import { randomBytes } from 'node:crypto';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testClock } from '#lib/clock.ts';
import type { OpenDb } from '#lib/db/open.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { loadMasterKey } from '#lib/vault/key-file.ts';
import type { MasterKey } from '#lib/vault/master-key.ts';
import { changePassword } from './change-password.ts';
import { createOwner } from './create-owner.ts';
import { describeAccount } from './describe-account.ts';
import { enrolSecondFactor } from './enrol-second-factor.ts';
import { findMember } from './find-member.ts';
import { createGuesses, type Guesses } from './guesses.ts';
import { offerSecondFactor } from './offer-second-factor.ts';
import { removeSecondFactor } from './remove-second-factor.ts';
import { renewRecoveryCodes } from './renew-recovery-codes.ts';
import { resetSecondFactor } from './reset-second-factor.ts';
import { signIn } from './sign-in.ts';
import { signInWithCode } from './sign-in-with-code.ts';

const PASSWORD = 'correct horse battery';
const OWNER = { name: 'Ada', email: 'ada@example.com', team: 'Engines', password: PASSWORD };
const STEP = 30_000;

let open: OpenDb;
let master: MasterKey;
let clock: ReturnType<typeof testClock>;
let guesses: Guesses;
beforeAll(async () => {
  open = await openTestDb();
  master = await loadMasterKey('', randomBytes(32).toString('base64'));
});
afterAll(() => open.close());
beforeEach(async () => {
  clock = testClock(new Date('2026-03-01T12:00:00Z'));
  guesses = createGuesses(clock);
  await open.prisma.team.deleteMany();
  await open.prisma.user.deleteMany();
});

const context = () => ({ db: open.prisma, clock, guesses, master });
/** What the app on the phone shows. */
const codeOf = (secret: string, at = clock.now()) =>
  new TOTP({ secret: secret.replaceAll(' ', '') }).generate({ timestamp: at.getTime() });
const auditOf = async (action: string) => open.prisma.auditEntry.findMany({ where: { action } });
const WRONG = { code: 'INVALID_DATA', fields: { code: [expect.any(String)] } };

async function begin() {
  const claims = await createOwner(open.prisma, clock, OWNER);
  const member = await findMember(open.prisma, clock, claims);
  if (!member) throw new Error('The session has ended.');
  return { ...member, ip: '192.0.2.1' };
}

async function enrol() {
  const person = await begin();
  const { secret } = await offerSecondFactor(context(), person, { proof: PASSWORD });
  const { recoveryCodes } = await enrolSecondFactor(context(), person, { code: codeOf(secret) });
  clock.advance(STEP);
  return { person, secret, recoveryCodes };
}

const givePassword = (password = PASSWORD) =>
  signIn(open.prisma, clock, guesses, { email: OWNER.email, password });
const giveCode = (userId: string, code: string) => signInWithCode(context(), { userId, code });

test('it counts from the first right code on, and not before', async () => {
  const person = await begin();
  const { secret, qr } = await offerSecondFactor(context(), person, { proof: PASSWORD });
  expect(secret).toMatch(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  expect(qr.path).toMatch(/^M4 4h1v1h-1z/);
  expect(await givePassword()).toMatchObject({ session: { userId: person.userId } });
  const other = codeOf(secret, new Date(clock.now().getTime() + 10 * STEP));
  await expect(enrolSecondFactor(context(), person, { code: other })).rejects.toMatchObject(WRONG);
  expect(await givePassword()).toHaveProperty('session.userId');

  const { recoveryCodes } = await enrolSecondFactor(context(), person, { code: codeOf(secret) });
  expect(recoveryCodes).toHaveLength(10);
  expect(await givePassword()).toEqual({ awaitsCode: person.userId });
  expect(await auditOf('user.enrol-second-factor')).toHaveLength(1);
  expect(await describeAccount(open.prisma, person.userId)).toMatchObject({
    hasPassword: true,
    secondFactor: { since: clock.now().toISOString(), recoveryCodesLeft: 10 },
  });
});

test('nobody enrols on somebody else’s screen, or a second time', async () => {
  const person = await begin();
  await expect(offerSecondFactor(context(), person, { proof: 'guess' })).rejects.toMatchObject({
    fields: { proof: ['This is not your password.'] },
  });
  await expect(enrolSecondFactor(context(), person, { code: '000000' })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
  const { secret } = await offerSecondFactor(context(), person, { proof: PASSWORD });
  await enrolSecondFactor(context(), person, { code: codeOf(secret) });
  await expect(offerSecondFactor(context(), person, { proof: PASSWORD })).rejects.toMatchObject({
    code: 'CONFLICT',
  });
});

test('the database holds neither the secret nor a recovery code', async () => {
  const { secret, recoveryCodes, person } = await enrol();
  const row = await open.prisma.user.findUniqueOrThrow({ where: { id: person.userId } });
  const sealed = Buffer.from(row.totpSecret ?? []);
  expect(sealed.length).toBeGreaterThan(100);
  expect(sealed.toString('latin1')).not.toContain(secret.replaceAll(' ', ''));
  const audit = JSON.stringify(await open.prisma.auditEntry.findMany());
  for (const code of recoveryCodes) {
    expect(row.recoveryCodes).not.toContain(code);
    expect(audit).not.toContain(code);
  }
  for (const hash of row.recoveryCodes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
});

test('a code opens once, also for two who send it at the same moment', async () => {
  const { person, secret } = await enrol();
  const code = codeOf(secret);
  const tries = await Promise.allSettled([1, 2, 3].map(() => giveCode(person.userId, code)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(giveCode(person.userId, code)).rejects.toMatchObject(WRONG);
  clock.advance(STEP);
  const claims = await giveCode(person.userId, codeOf(secret));
  expect(await findMember(open.prisma, clock, claims)).toMatchObject({ email: OWNER.email });
  expect(await auditOf('user.sign-in')).toMatchObject([
    { detail: { by: 'code' } },
    { detail: { by: 'code' } },
  ]);
  expect(await auditOf('user.refuse-code')).toHaveLength(3);
});

test('after a later code an earlier one is void, though its time is not over', async () => {
  const { person, secret } = await enrol();
  const earlier = codeOf(secret);
  const later = codeOf(secret, new Date(clock.now().getTime() + STEP));
  await giveCode(person.userId, later);
  await expect(giveCode(person.userId, earlier)).rejects.toMatchObject(WRONG);
});

test('the code that it was enrolled with opens nothing more', async () => {
  const person = await begin();
  const { secret } = await offerSecondFactor(context(), person, { proof: PASSWORD });
  await enrolSecondFactor(context(), person, { code: codeOf(secret) });
  await expect(giveCode(person.userId, codeOf(secret))).rejects.toMatchObject(WRONG);
});

test('a recovery code works in its place, once, and leaves the others', async () => {
  const { person, recoveryCodes } = await enrol();
  const [first = '', second = ''] = recoveryCodes;
  const tries = await Promise.allSettled(
    [first, second, first].map((c) => giveCode(person.userId, c)),
  );
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  await expect(giveCode(person.userId, second.toUpperCase())).rejects.toMatchObject(WRONG);
  const { secondFactor } = await describeAccount(open.prisma, person.userId);
  expect(secondFactor?.recoveryCodesLeft).toBe(8);
  expect(await auditOf('user.sign-in')).toMatchObject([
    { detail: { by: 'recovery-code' } },
    { detail: { by: 'recovery-code' } },
  ]);
});

test('codes are guessed as slowly as passwords, and a right password buys no guesses', async () => {
  const { person, secret } = await enrol();
  for (let attempt = 0; attempt < 5; attempt++) {
    await givePassword();
    await expect(giveCode(person.userId, `00000${attempt}`)).rejects.toMatchObject(WRONG);
  }
  await givePassword();
  await expect(giveCode(person.userId, codeOf(secret))).rejects.toMatchObject({
    code: 'RATE_LIMITED',
  });
});

test('a new password leaves the second factor as it is', async () => {
  const { person } = await enrol();
  const change = { current: PASSWORD, next: 'another fine password' };
  await changePassword(open.prisma, clock, guesses, person, change);
  expect(await givePassword(change.next)).toEqual({ awaitsCode: person.userId });
});

test('it is turned off with the password or a code, not with less', async () => {
  const { person, secret, recoveryCodes } = await enrol();
  for (const proof of ['guess', '000000', recoveryCodes[0] ?? ''])
    await expect(removeSecondFactor(context(), person, { proof })).rejects.toMatchObject({
      fields: { proof: [expect.any(String)] },
    });
  await removeSecondFactor(context(), person, { proof: codeOf(secret) });
  expect(await givePassword()).toHaveProperty('session.userId', person.userId);
  await expect(giveCode(person.userId, recoveryCodes[0] ?? '')).rejects.toMatchObject(WRONG);
  expect(await auditOf('user.remove-second-factor')).toHaveLength(1);
});

test('new recovery codes make the old ones void', async () => {
  const { person, recoveryCodes } = await enrol();
  const renewed = await renewRecoveryCodes(context(), person, { proof: PASSWORD });
  await expect(giveCode(person.userId, recoveryCodes[0] ?? '')).rejects.toMatchObject(WRONG);
  await giveCode(person.userId, renewed.recoveryCodes[0] ?? '');
  expect(await auditOf('user.renew-recovery-codes')).toHaveLength(1);
});

test('an administrator of the machine can take it away', async () => {
  const { person } = await enrol();
  expect(await resetSecondFactor(open.prisma, clock, 'nobody@example.com')).toBe('nobody');
  expect(await resetSecondFactor(open.prisma, clock, OWNER.email)).toBe('removed');
  expect(await resetSecondFactor(open.prisma, clock, OWNER.email)).toBe('none');
  expect(await givePassword()).toHaveProperty('session.userId', person.userId);
  expect(await auditOf('user.reset-second-factor')).toMatchObject([
    { actor: 'command line', actorId: null, subject: person.userId },
  ]);
});
