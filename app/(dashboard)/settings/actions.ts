'use server';

import { z } from 'zod';
import { runtime } from '#lib/runtime.ts';
import { changePassword } from '#lib/teams/change-password.ts';
import { GivenPassword, NewPassword } from '#lib/teams/credentials.ts';
import { formAction } from '#lib/web/action.ts';
import { writeSession } from '#lib/web/session-cookie.ts';

const Change = z.object({ current_password: GivenPassword, new_password: NewPassword });

export const changeOwnPassword = formAction('account.update', Change, async ({ viewer, input }) => {
  const { db, clock, guesses } = runtime();
  const change = { current: input.current_password, next: input.new_password };
  // All sessions end, this one too: it goes on as a new one.
  await writeSession(await changePassword(db.prisma, clock, guesses, viewer, change));
});
