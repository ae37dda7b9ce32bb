'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { Failure } from '#lib/errors.ts';
import { runtime } from '#lib/runtime.ts';
import { createOwner } from '#lib/teams/create-owner.ts';
import { EmailAddress, NewPassword, PersonName, TeamName } from '#lib/teams/credentials.ts';
import { publicFormAction } from '#lib/web/action.ts';
import { writeSession } from '#lib/web/session-cookie.ts';
import { isSetupToken, spendSetupToken } from '#lib/web/setup-token.ts';

const Setup = z.object({
  token: z.string(),
  name: PersonName,
  email: EmailAddress,
  team: TeamName,
  password: NewPassword,
});

export const setUp = publicFormAction(
  Setup,
  async ({ input: { token, ...owner }, ip, userAgent }) => {
    if (!isSetupToken(token)) {
      throw new Failure('FORBIDDEN', 'This link has been used, or is of an earlier start.');
    }
    const { db, clock } = runtime();
    const claims = await createOwner(db.prisma, clock, { ...owner, ip, userAgent });
    spendSetupToken();
    await writeSession(claims);
    redirect('/exports');
  },
);
