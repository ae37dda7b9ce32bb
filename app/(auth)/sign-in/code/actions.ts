'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { Failure } from '#lib/errors.ts';
import { GivenCode } from '#lib/teams/credentials.ts';
import { signInWithCode } from '#lib/teams/sign-in-with-code.ts';
import { accountContext } from '#lib/web/account-context.ts';
import { publicFormAction } from '#lib/web/action.ts';
import { findLocalPath } from '#lib/web/local-path.ts';
import { clearPending, findPending } from '#lib/web/pending-cookie.ts';
import { writeSession } from '#lib/web/session-cookie.ts';

const Code = z.object({ code: GivenCode });

export const giveCode = publicFormAction(Code, async ({ input: { code }, ip, userAgent }) => {
  const pending = await findPending();
  if (!pending) throw new Failure('GONE', 'The five minutes for the code are over. Start again.');
  const { userId, next } = pending;
  await writeSession(await signInWithCode(accountContext(), { userId, code, ip, userAgent }));
  await clearPending();
  redirect(findLocalPath(next) ?? '/exports');
});
