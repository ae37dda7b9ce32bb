import { findPresigned } from '#lib/operations/presigned.ts';
import { type About, gives, inWords, type Meaning } from './meaning.ts';
import { findPresignedFault } from './presigned-fault.ts';

/** Statuses with which services refuse a signature. */
const REFUSED = new Set([400, 401, 403]);
const MISMATCH = /SignatureDoesNotMatch|AuthenticationFailed|InvalidSignature|HeadersNotSigned/;

/** Why a presigned URL was refused, as far as the URL and the answer tell. */
export function explainPresigned(about: About): Meaning | undefined {
  const { answer, to, now, code } = about;
  const signed = REFUSED.has(answer.status) ? findPresigned(to.url) : undefined;
  if (!signed) return undefined;
  const { host } = to.url;
  const { service, signedHeaders } = signed;
  const refuse = (words: string, field: Meaning['field'] = 'url'): Meaning => ({
    code: 'TARGET_DENIED',
    words,
    field,
  });
  const fault = findPresignedFault(signed, host, now);
  if (fault) return refuse(fault.words, fault.field);
  if (/^(?:ExpiredToken|TokenRefreshRequired)$/.test(code)) {
    return refuse(
      `The URL was signed with temporary credentials, and those have expired at ${host}, before the URL itself. Get a new one from whoever made it.`,
    );
  }
  const missing = signedHeaders.filter((name) => !gives(about, name));
  if (missing.length > 0) {
    return refuse(
      `${host} refused the URL: it was signed together with ${inWords(missing)}, so ${missing.length > 1 ? 'these headers have' : 'this header has'} to be sent, with the same value as signed.`,
      'headers',
    );
  }
  const unsigned = /<HeadersNotSigned>([^<]+)</.exec(answer.text)?.[1]?.split(/[\s,;]+/);
  if (unsigned) {
    return refuse(
      `${host} refused the URL: ${inWords(unsigned)} was sent and not signed. Leave it out, or have the URL signed with it.`,
      'headers',
    );
  }
  if (!MISMATCH.test(`${code} ${answer.text}`)) return undefined;
  if (signedHeaders.length > 0) {
    return refuse(
      `${host} refused the signature of the URL. It was made with ${inWords(signedHeaders)}: the values have to be the same, character by character. Else the URL was cut or changed, or made for another method than PUT.`,
      'headers',
    );
  }
  return refuse(
    `${host} refused the signature of the URL. Copy it whole, and see that it was made for a PUT; ${service} may also demand that no more headers are sent than were signed.`,
  );
}
