import { once } from 'node:events';
import { connect, isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import type SMTPTransport from 'nodemailer/lib/smtp-transport';
import type { Env } from '#lib/env.ts';
import { Failure, isFailure } from '#lib/errors.ts';

/** Milliseconds for one mail, from the look-up of the server to its last answer. */
const DEADLINE = 20_000;

/** Plain text: no mail program makes anything else of it. */
export type Mail = { to: string; subject: string; text: string };

export type MailSettings = Pick<Env, 'SMTP_URL' | 'MAIL_FROM'> & {
  /** The address people use, for a sender when MAIL_FROM names none. */
  origin: string;
  deadlineMs?: number;
};

/**
 * Hands one mail to the mail server of the settings, which the administrator chose: the rule for
 * addresses that people enter does not apply to it.
 * @returns false when there is no mail server.
 * @throws Failure UNAVAILABLE with a sentence that holds neither the mail nor the server's password.
 */
export async function sendMail(settings: MailSettings, mail: Mail): Promise<boolean> {
  const { SMTP_URL, deadlineMs = DEADLINE } = settings;
  if (!SMTP_URL) return false;
  const { hostname, port, protocol } = new URL(SMTP_URL);
  // A socket of ours: however the conversation goes, it can be ended.
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (protocol === 'smtps:' ? 465 : 587),
  });
  const options: SMTPTransport.Options = {
    url: SMTP_URL,
    getSocket: (_options, callback) => callback(null, { connection: socket }),
  };
  const message = { from: senderOf(settings), ...mail };
  const broken = Promise.withResolvers<never>();
  // Heard from the start to the end: an error that nobody listens to would end the process.
  socket.on('error', broken.reject);
  const late = new Failure('UNAVAILABLE', 'The mail server took too long.');
  const timer = setTimeout(() => broken.reject(late), deadlineMs);
  try {
    const sent = once(socket, 'connect').then(() => createTransport(options).sendMail(message));
    await Promise.race([sent, broken.promise]);
    return true;
  } catch (error) {
    throw describeMailFailure(error);
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function senderOf({ MAIL_FROM, origin }: MailSettings): string {
  if (MAIL_FROM) return MAIL_FROM;
  const host = new URL(origin).hostname;
  return `slipway@${isIP(host) ? `[${host}]` : host}`;
}

/** What a mail program says of a failure: its own code, and what the server answered. */
type MailError = { code?: unknown; response?: unknown };

/** In words, and without what was sent: a mail holds a link that lets somebody in. */
function describeMailFailure(error: unknown): Failure {
  if (isFailure(error)) return error;
  const { code, response } = (error ?? {}) as MailError;
  const answer = typeof response === 'string' ? ` It said: ${firstLine(response)}` : '';
  const said =
    code === 'EAUTH'
      ? 'The mail server refused the user and password of SMTP_URL.'
      : code === 'EENVELOPE'
        ? `The mail server refused the address.${answer}`
        : answer
          ? `The mail server refused the mail.${answer}`
          : 'The mail server of SMTP_URL cannot be reached.';
  return new Failure('UNAVAILABLE', said);
}

function firstLine(text: string): string {
  return (text.split(/[\r\n]/)[0] ?? '').slice(0, 200);
}
