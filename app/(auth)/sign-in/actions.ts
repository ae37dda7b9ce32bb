'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { runtime } from '#lib/runtime.ts';
import { EmailAddress, GivenPassword } from '#lib/teams/credentials.ts';
import { signIn } from '#lib/teams/sign-in.ts';
import { publicFormAction } from '#lib/web/action.ts';
import { findLocalPath } from '#lib/web/local-path.ts';
import { writePending } from '#lib/web/pending-cookie.ts';
import { writeSession } from '#lib/web/session-cookie.ts';

const SignIn = z.object({
  email: EmailAddress,
  password: GivenPassword,
  next: z.string().default(''),
});

export const signInWithPassword = publicFormAction(SignIn, async ({ input, ip, userAgent }) => {
  const { db, clock, guesses } = runtime();
  const { email, password, next } = input;
  const attempt = { email, password, ip, userAgent };
  const { session, awaitsCode } = await signIn(db.prisma, clock, guesses, attempt);
  if (!session) {
    await writePending({ userId: awaitsCode, next });
    redirect('/sign-in/code');
  }
  await writeSession(session);
  redirect(findLocalPath(next) ?? '/exports');
});
