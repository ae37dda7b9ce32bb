import { Failure } from '#lib/errors.ts';
import type { OutgoingFile } from '../../delivery/target.ts';
import { readRetryAfter } from '../../delivery/target-failure.ts';
import { explainPresigned } from './explain-presigned.ts';
import type { About } from './meaning.ts';
import { byCode, byStatus } from './refusal-table.ts';
import type { Answer } from './send-file.ts';
import type { Settings } from './settings.ts';

/** An answer to the PUT that is no success, as a Failure that says what to do. */
export function describeRefusal(
  answer: Answer,
  { to, file, now }: { to: Settings; file: Pick<OutgoingFile, 'size'>; now: Date },
): Failure {
  const about: About = {
    answer,
    to,
    size: file.size,
    now,
    code: readElement(answer.text, 'Code'),
    message: readElement(answer.text, 'Message'),
  };
  const { code, words, field, retry } = explainPresigned(about) ?? byCode(about) ?? byStatus(about);
  return new Failure(code, `${words}${saying(about)}`, {
    retry,
    retryAfterSeconds: readRetryAfter(answer.headers['retry-after']),
    fields: field ? { [field]: [words] } : undefined,
    detail: describeAnswer(answer),
  });
}

/** Codes by themselves are for "Details". */
const saying = ({ message }: About): string =>
  message === '' ? '' : ` It says: ${/[.!?]$/.test(message) ? message : `${message}.`}`;

/** S3, Google's XML API, Azure and those like them answer in XML with these elements. */
function readElement(text: string, name: string): string {
  const found = new RegExp(`<${name}>([^<]{1,500})</${name}>`).exec(text)?.[1] ?? '';
  // Azure puts request id and time on lines of their own.
  return (found.split('\n')[0] ?? '').trim();
}

/** Headers that those who run the server ask for, or that tell why. */
const TELLING = [
  'www-authenticate',
  'allow',
  'retry-after',
  'location',
  'x-amz-request-id',
  'x-goog-request-id',
  'x-guploader-uploadid',
  'x-ms-request-id',
  'x-ms-error-code',
  'x-trans-id',
  'x-request-id',
];

function describeAnswer({ status, reason, headers, text }: Answer): string {
  const told = TELLING.flatMap((name) => {
    const value = [headers[name]].flat()[0];
    if (value === undefined) return [];
    // An address may be a key by its query.
    return [`${name}: ${name === 'location' ? value.replace(/[?#].*$/s, '?…') : value}`];
  });
  return [`HTTP ${status} ${reason}`.trim(), ...told, text.trim()].filter(Boolean).join('\n');
}
