import { z } from 'zod';
import { Failure } from '#lib/errors.ts';
import { describeStatus } from '../../delivery/target-failure.ts';
import { describeReply, type Reply, readJson } from './exchange.ts';
import { type Identity, noKeystone } from './find-identity.ts';
import { type Credentials, describeUser } from './settings.ts';

export type About = {
  credentials: Credentials;
  /** Of the Identity service. */
  host: string;
  /** Old Identity services have none. */
  hasDomains: boolean;
};

const Complaint = z.object({ error: z.object({ message: z.string() }) });

/** What it always says, so that nobody can find out which part is wrong. */
const SAYS_NOTHING =
  /requires authentication|not authorized|invalid (user|credential)|^unauthorized/i;

/** A sign-in that did not give a token, as a Failure with the field at fault. */
export function describeRefusal(reply: Reply, { credentials, host, hasDomains }: About): Failure {
  const { status, headers } = reply;
  const detail = describeReply(reply);
  const said = Complaint.safeParse(readJson(reply)).data?.error.message.trim();
  const tells = said && !SAYS_NOTHING.test(said) ? ` It says: ${said}` : '';
  const refuse = (words: string, field: string) =>
    new Failure('TARGET_AUTH_FAILED', words, { fields: { [field]: [words] }, detail });
  if (status === 401 || status === 403) {
    const who = describeUser(credentials);
    if (credentials.kind === 'application_credential') {
      return refuse(
        `${who} was refused at ${host}. Check its ID and secret, and that it has not expired.${tells}`,
        'application_credential_secret',
      );
    }
    if (tells) return refuse(`${who} was refused at ${host}.${tells}`, 'password');
    const words = hasDomains
      ? `${who} of domain \`${credentials.userDomain}\` was refused at ${host}. Check the user name, the password and the user domain.`
      : `${who} was refused at ${host}. Check the user name and the password.`;
    return refuse(words, 'password');
  }
  if (status === 429 || status >= 500) {
    return describeStatus({ status, headers, text: detail, host, step: 'signing in' });
  }
  if (status >= 300 && status < 400) {
    const to = headers.location ? ` to ${withoutQuery(headers.location)}` : '';
    return refuse(
      `${host} redirects the sign-in${to}. Enter the address that it leads to as the auth URL.`,
      'auth_url',
    );
  }
  if (status === 400 && said)
    return refuse(`${host} did not take the sign-in.${tells}`, 'username');
  return noKeystone(reply);
}

/** What old Identity services cannot do. */
export function ofVersion3Only({ version, url }: Identity): Failure {
  const { host } = new URL(url);
  const words = `${host} speaks Identity ${version}, which has no application credentials. Sign in with a user name and a password.`;
  return new Failure('TARGET_AUTH_FAILED', words, {
    fields: { application_credential_id: [words] },
  });
}

const withoutQuery = (location: string): string => location.replace(/[?#].*$/s, '');
