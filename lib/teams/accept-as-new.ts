import { z } from 'zod';
import type { Clock } from '#lib/clock.ts';
import type { Db } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import { addressKey } from './address-key.ts';
import { beginSession } from './begin-session.ts';
import { EmailAddress, NewPassword, PersonName } from './credentials.ts';
import type { FoundInvitation } from './find-invitation.ts';
import { getOpenInvitation } from './get-open-invitation.ts';
import type { Guesses } from './guesses.ts';
import { hashPassword, passwordMatches } from './hash-password.ts';
import { joinTeam } from './join-team.ts';
import type { SessionClaims } from './session-claims.ts';

export const NewPerson = z.object({
  token: z.string(),
  name: PersonName,
  /** An invitation that is for one address needs none. */
  email: EmailAddress.optional(),
  password: NewPassword,
});

type Person = z.output<typeof NewPerson> & {
  ip?: string | undefined;
  userAgent?: string | undefined;
};
type Account = { id: string; passwordHash: string | null; memberships: unknown[] };

/**
 * Joins the team of an invitation as somebody who is not signed in: makes their account and begins
 * their session.
 *
 * An account that is in a team has to sign in first. One that is in none cannot: it joins with its
 * password, and gets no session here, so that the sign-in still asks for all that it asks for.
 * @returns undefined when they have to sign in now.
 * @throws Failure NOT_FOUND, GONE, INVALID_DATA at `email` or `password`, RATE_LIMITED.
 */
export async function acceptAsNew(
  db: Db,
  clock: Clock,
  guesses: Guesses,
  person: Person,
): Promise<SessionClaims | undefined> {
  const invitation = await getOpenInvitation(db, clock, person.token);
  const email = invitation.email ?? person.email;
  if (!email) throw refused('email', 'Enter an email address.');
  const account = await db.user.findUnique({
    where: { email },
    select: { id: true, passwordHash: true, memberships: { take: 1 } },
  });
  if (account) {
    await joinAgain(db, clock, guesses, { ...person, email }, { account, invitation });
    return undefined;
  }
  // Slow on purpose, so not inside the transaction.
  const passwordHash = await hashPassword(person.password);
  const { name, ip, userAgent } = person;
  return db.$transaction(async (tx) => {
    const data = { name, email, passwordHash, createdAt: clock.now() };
    // Of two forms with one address the second would else be a bug, not a sentence.
    const { count } = await tx.user.createMany({ data, skipDuplicates: true });
    if (count === 0) throw hasAccount();
    const { id: userId } = await tx.user.findUniqueOrThrow({ where: { email } });
    await joinTeam(tx, clock, invitation, { userId, email, ip });
    return beginSession(tx, clock, { userId, teamId: invitation.teamId, ip, userAgent });
  });
}

async function joinAgain(
  db: Db,
  clock: Clock,
  guesses: Guesses,
  { email, password, ip }: Person & { email: string },
  { account, invitation }: { account: Account; invitation: FoundInvitation },
): Promise<void> {
  if (account.memberships.length > 0) throw hasAccount();
  const guess = { account: email, address: addressKey(ip) };
  guesses.count(guess);
  if (!(await passwordMatches(account.passwordHash, password))) {
    const message = 'There is an account with this address. Enter the password of that account.';
    throw refused('password', message);
  }
  guesses.forgive(guess);
  await db.$transaction((tx) => joinTeam(tx, clock, invitation, { userId: account.id, email, ip }));
}

function hasAccount(): Failure {
  return refused('email', 'There is an account with this address. Sign in to it, then join.');
}

function refused(field: string, message: string): Failure {
  return new Failure('INVALID_DATA', message, { fields: { [field]: [message] } });
}
