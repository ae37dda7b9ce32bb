'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { runtime } from '#lib/runtime.ts';
import { acceptAsNew, NewPerson } from '#lib/teams/accept-as-new.ts';
import { acceptInvitation } from '#lib/teams/accept-invitation.ts';
import { openContext } from '#lib/teams/open-context.ts';
import { formAction, publicFormAction } from '#lib/web/action.ts';
import { endSession, writeSession } from '#lib/web/session-cookie.ts';

const Token = z.object({ token: z.string() });

export const joinAction = formAction('account.update', Token, async ({ viewer, input }) => {
  await acceptInvitation(openContext(viewer), input.token);
  redirect('/exports');
});

export const joinAsNewAction = publicFormAction(NewPerson, async ({ input, ip, userAgent }) => {
  const { db, clock, guesses } = runtime();
  const person = { ...input, ip, userAgent };
  const claims = await acceptAsNew(db.prisma, clock, guesses, person);
  if (!claims) redirect('/sign-in');
  await writeSession(claims);
  redirect('/exports');
});

/** Signs out whoever an invitation is not for, and comes back to it. */
export async function signOutAndReturn(formData: FormData): Promise<void> {
  await endSession();
  redirect(`/invitation/${encodeURIComponent(String(formData.get('token')))}`);
}
