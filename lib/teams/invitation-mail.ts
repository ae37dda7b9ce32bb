import { type Mail, type MailSettings, sendMail } from './mail.ts';
import type { Role } from './permissions.ts';

type Invited = {
  to: string;
  teamName: string;
  /** The e-mail address of whoever invites. */
  by: string;
  role: Role;
  link: string;
  expiresAt: Date;
};

/** Sends the link of an invitation. @returns and @throws as sendMail does. */
export function sendInvitationMail(settings: MailSettings, invited: Invited): Promise<boolean> {
  return sendMail(settings, writeInvitation(invited));
}

export function writeInvitation({ to, teamName, by, role, link, expiresAt }: Invited): Mail {
  // A name with line ends in it could look like text of ours.
  const team = teamName.replace(/\s+/g, ' ');
  const until = expiresAt.toUTCString().replace(/:\d\d GMT$/, ' UTC');
  return {
    to,
    subject: `Join ${team} on Slipway`,
    text: [
      `${by} invites you to join the team ${team} on Slipway, as ${role}.`,
      `Open this link to accept:\n\n${link}`,
      `It is for ${to} only, works once, and expires on ${until}.`,
      'If you did not expect this, do nothing.',
      '',
    ].join('\n\n'),
  };
}
