'use server';

import { z } from 'zod';
import { runtime } from '#lib/runtime.ts';
import { changePassword } from '#lib/teams/change-password.ts';
import { GivenCode, GivenPassword, GivenProof, NewPassword } from '#lib/teams/credentials.ts';
import { endOtherSessions } from '#lib/teams/end-other-sessions.ts';
import { endSession } from '#lib/teams/end-session.ts';
import { enrolSecondFactor } from '#lib/teams/enrol-second-factor.ts';
import { offerSecondFactor } from '#lib/teams/offer-second-factor.ts';
import { removeSecondFactor } from '#lib/teams/remove-second-factor.ts';
import { renewRecoveryCodes } from '#lib/teams/renew-recovery-codes.ts';
import { accountContext } from '#lib/web/account-context.ts';
import { action, formAction } from '#lib/web/action.ts';
import { writeSession } from '#lib/web/session-cookie.ts';

const Change = z.object({ current_password: GivenPassword, new_password: NewPassword });
const One = z.object({ id: z.uuid() });
const Proof = z.object({ proof: GivenProof });
const Code = z.object({ code: GivenCode });

export const changeOwnPassword = formAction('account.update', Change, async ({ viewer, input }) => {
  const { db, clock, guesses } = runtime();
  const change = { current: input.current_password, next: input.new_password };
  // All sessions end, this one too: it goes on as a new one.
  await writeSession(await changePassword(db.prisma, clock, guesses, viewer, change));
});

export const endOwnSession = action('account.update', One, ({ viewer, input }) =>
  endSession(accountContext(), viewer, input.id),
);

export const endOwnOtherSessions = action('account.update', z.object({}), ({ viewer }) =>
  endOtherSessions(accountContext(), viewer),
);

export const offerOwnSecondFactor = action('account.update', Proof, ({ viewer, input }) =>
  offerSecondFactor(accountContext(), viewer, input),
);

export const enrolOwnSecondFactor = action('account.update', Code, ({ viewer, input }) =>
  enrolSecondFactor(accountContext(), viewer, input),
);

export const removeOwnSecondFactor = action('account.update', Proof, ({ viewer, input }) =>
  removeSecondFactor(accountContext(), viewer, input),
);

export const renewOwnRecoveryCodes = action('account.update', Proof, ({ viewer, input }) =>
  renewRecoveryCodes(accountContext(), viewer, input),
);
