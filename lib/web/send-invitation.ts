import { isFailure } from '#lib/errors.ts';
import { runtime } from '#lib/runtime.ts';
import { sendInvitationMail } from '#lib/teams/invitation-mail.ts';
import type { NewInvitation } from '#lib/teams/invite.ts';
import { requestOrigin } from './request-origin.ts';
import type { Viewer } from './viewer.ts';

export type SentInvitation = {
  /** Shown once. */
  link: string;
  /** Whom it was e-mailed to; null when it was not. */
  mailedTo: string | null;
  /** Why it was not, when it should have been. */
  problem: string | null;
};

/** Sends an invitation that stands already, when it has an address and there is a mail server. */
export async function sendInvitation(
  viewer: Viewer,
  { token, email, role, expiresAt }: NewInvitation,
): Promise<SentInvitation> {
  const { env, log } = runtime();
  const origin = await requestOrigin();
  const link = `${origin}/invitation/${token}`;
  if (!email) return { link, mailedTo: null, problem: null };
  const { SMTP_URL, MAIL_FROM } = env;
  const { teamName, email: by } = viewer;
  const invited = { to: email, teamName, by, role, link, expiresAt };
  try {
    const sent = await sendInvitationMail({ SMTP_URL, MAIL_FROM, origin }, invited);
    return { link, mailedTo: sent ? email : null, problem: null };
  } catch (error) {
    if (!isFailure(error)) throw error;
    // The sentence only: it holds neither the link nor the server's password.
    log.warn({ problem: error.message }, 'an invitation was not mailed');
    return { link, mailedTo: null, problem: error.message };
  }
}
