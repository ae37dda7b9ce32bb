import { type About, inWords, type Meaning } from './meaning.ts';
import type { Settings } from './settings.ts';

/** What an export may ask for beyond storing bytes, and how a service that balks at it calls it. */
const OPTIONAL: readonly {
  field: string;
  words: string;
  sign: RegExp;
  is: (settings: Settings) => boolean;
}[] = [
  {
    field: 'sse_kms_key_id',
    words: 'the KMS key',
    sign: /kms-?key|key ?id/,
    is: ({ kmsKeyId }) => kmsKeyId !== undefined,
  },
  {
    field: 'server_side_encryption',
    words: 'the encryption',
    sign: /encrypt/,
    is: ({ serverSideEncryption }) => serverSideEncryption !== undefined,
  },
  {
    field: 'storage_class',
    words: 'the storage class',
    sign: /storage.?class/,
    is: ({ storageClass }) => storageClass !== undefined,
  },
  { field: 'tagging', words: 'the tags', sign: /tag/, is: ({ tags }) => tags.length > 0 },
  { field: 'acl', words: 'the ACL', sign: /acl/, is: ({ acl }) => acl !== undefined },
];

/** The options that a refusal can be about: the one it names, or all that were given. */
function suspects({ settings, answer }: About) {
  const given = OPTIONAL.filter(({ is }) => is(settings));
  const named = `${answer.header ?? ''} ${answer.message}`.toLowerCase();
  const found = given.find(({ sign }) => sign.test(named));
  return found ? [found] : given;
}

const fieldOf = (options: ReturnType<typeof suspects>) =>
  options.length === 1 ? options[0]?.field : undefined;

/** Something that the service does not have; it often names the header. */
export function notImplemented(about: About): Meaning {
  const options = suspects(about);
  const remedy =
    options.length > 0
      ? `Leave out ${inWords(options.map(({ words }) => words))}.`
      : 'Choose the right service in “Service”, and check the endpoint.';
  return {
    code: 'TARGET_DENIED',
    words: `${about.settings.host} does not have something that this export asks for. ${remedy}`,
    field: fieldOf(options),
  };
}

/** An option with a value that the service does not take; Ceph says no more than that. */
export function findRefusedOption(about: About): Meaning | undefined {
  const { answer, settings } = about;
  const options = suspects(about);
  if (options.length === 0) return undefined;
  const reason = answer.message ? ` It says: ${answer.message}` : '';
  return {
    code: 'TARGET_DENIED',
    words: `${settings.host} does not take ${inWords(options.map(({ words }) => words))} as given. Correct it, or leave it out.${reason}`,
    field: fieldOf(options),
  };
}
