import type { FailureCode } from '#lib/errors.ts';
import type { Refusal } from './answer.ts';
import type { Settings } from './settings.ts';

/** What a refusal is about. */
export type About = { settings: Settings; refusal: Refusal; name: string };

export type Meaning = {
  code: FailureCode;
  /** The sentence that a person reads. */
  words: string;
  /** The field of the form at fault. */
  field?: string;
  retry?: boolean;
};

type Rule = {
  status?: number;
  /** The JSON API's reason, or what the message says. */
  says?: RegExp;
  mean: (about: About) => Meaning;
};

/**
 * The first that fits counts. Reasons and messages:
 * https://cloud.google.com/storage/docs/json_api/v1/status-codes
 */
const RULES: readonly Rule[] = [
  {
    says: /doesn't match calculated/,
    mean: ({ settings, name }) => ({
      code: 'INTEGRITY_MISMATCH',
      words: `What arrived of “${name}” in bucket \`${settings.bucket}\` differs from what was sent, so the service did not store it.`,
    }),
  },
  {
    says: /^(?:rateLimitExceeded|userRateLimitExceeded)$|rate limit/,
    mean: ({ settings, name }) => ({
      code: 'TARGET_BUSY',
      words: `Google takes no more requests for bucket \`${settings.bucket}\` at the moment, so “${name}” has to wait.`,
    }),
  },
  {
    says: /^quotaExceeded$|quota exceeded/i,
    mean: ({ settings }) => ({
      code: 'TARGET_FULL',
      words: `The quota of the project that bucket \`${settings.bucket}\` belongs to is used up. Raise it in the Google Cloud console, or make room.`,
      field: 'bucket',
    }),
  },
  {
    says: /^accountDisabled$|billing/i,
    mean: ({ settings }) => ({
      code: 'TARGET_DENIED',
      words: `Billing is turned off for the project that bucket \`${settings.bucket}\` belongs to, so Google stores nothing in it. Link a billing account to the project, and check the name of the bucket.`,
      field: 'bucket',
      retry: false,
    }),
  },
  {
    status: 401,
    mean: ({ settings }) => ({
      code: 'TARGET_AUTH_FAILED',
      words: `${settings.host} does not accept the sign-in of ${settings.clientEmail}. Check that client email and private key are of an account of this service${settings.hasEndpoint ? ', and that endpoint and token URI belong together' : ''}.`,
      field: 'client_email',
    }),
  },
  {
    says: /^(?:retentionPolicyNotMet|objectUnderActiveHold)$/,
    mean: ({ settings, name }) => ({
      code: 'TARGET_DENIED',
      words: `“${name}” in bucket \`${settings.bucket}\` is protected by a retention policy or a hold and cannot be replaced. Choose another name, or have existing files keep theirs.`,
      field: 'if_exists',
    }),
  },
  {
    says: /accessNotConfigured|has not been used in project|API .*(?:disabled|not enabled)/,
    mean: ({ settings }) => ({
      code: 'TARGET_DENIED',
      words: `The Cloud Storage API is turned off in the project of ${settings.clientEmail}. Turn it on in the Google Cloud console.`,
      field: 'project_id',
    }),
  },
  {
    says: /user project|requester pays|serviceusage/i,
    mean: ({ settings }) => ({
      code: 'TARGET_DENIED',
      words: `Who uses bucket \`${settings.bucket}\` pays for it, and ${settings.clientEmail} may not bill project \`${settings.projectId}\`. It needs serviceusage.services.use there.`,
      field: 'project_id',
    }),
  },
  { status: 403, mean: denied },
  {
    says: /uniform bucket-level access|legacy ACL|predefinedAcl|public access prevention/i,
    mean: ({ settings }) => ({
      code: 'TARGET_DENIED',
      words: `Bucket \`${settings.bucket}\` does not take the ACL “${settings.acl ?? ''}”: access is set on the bucket alone, or the value is none that Google knows. Leave the ACL out.`,
      field: 'acl',
    }),
  },
  { status: 400, says: /storage ?class/i, mean: (about) => refused(about, 'storage_class') },
  { status: 400, says: /metadata/i, mean: (about) => refused(about, 'metadata') },
  { status: 400, says: /object name/i, mean: (about) => refused(about, 'file') },
  {
    status: 400,
    says: /bucket name/i,
    mean: ({ settings }) => ({
      code: 'TARGET_NOT_FOUND',
      words: `“${settings.bucket}” cannot be the name of a bucket. Enter the name alone, without gs:// and folders.`,
      field: 'bucket',
    }),
  },
  {
    status: 413,
    mean: ({ settings, name }) => ({
      code: 'TARGET_FULL',
      words: `“${name}” is larger than ${settings.host} takes; Google’s own limit is 5 TiB.`,
    }),
  },
];

/** What a refusal means, when it is known. */
export function findMeaning(about: About): Meaning | undefined {
  const { status, reason, message, isJson, step } = about.refusal;
  const isSession = step === 'sending the bytes' || step === 'asking how far the upload is';
  if (isSession && (status === 404 || status === 410 || status === 499)) return sessionEnded(about);
  if (status === 404 && isJson) return noBucket(about);
  if (!isJson && status < 500 && status !== 408 && status !== 429) return noGoogle(about);
  const rule = RULES.find(
    ({ status: wanted, says }) =>
      (wanted === undefined || wanted === status) &&
      (says === undefined || says.test(reason) || says.test(message)),
  );
  return rule?.mean(about);
}

const noBucket = ({ settings }: About): Meaning => ({
  code: 'TARGET_NOT_FOUND',
  words: `There is no bucket \`${settings.bucket}\` at ${settings.host}. Make it first, or check its name.`,
  field: 'bucket',
});

const sessionEnded = ({ settings, name }: About): Meaning => ({
  code: 'TARGET_UNREACHABLE',
  words: `${settings.host} has given up the upload of “${name}”. It has to begin anew.`,
});

const noGoogle = ({ settings, refusal }: About): Meaning => ({
  code: 'TARGET_NOT_FOUND',
  words: `${settings.host} answered ${refusal.status} to ${refusal.step}, and not as Google Cloud Storage does. Check the endpoint.`,
  field: 'endpoint',
});

const refused = ({ settings, refusal }: About, field: string): Meaning => ({
  code: field === 'file' ? 'INVALID_FILENAME' : 'TARGET_DENIED',
  words: `${settings.host} does not take one of the options: ${refusal.message}`,
  field,
});

/** Roles as the Google Cloud console calls them, by the permission that is missing. */
const ROLES: Record<string, string> = {
  'storage.objects.get': 'to read files, as in the role Storage Object Viewer',
  'storage.objects.list': 'to list files, as in the role Storage Object Viewer',
  'storage.objects.create': 'to store files, as in the role Storage Object Creator',
  'storage.objects.delete': 'to replace files that exist, as in the role Storage Object User',
};

/** What a step needs; all that store files need the same. */
const PERMISSIONS: Partial<Record<Refusal['step'], string>> = {
  'reading the file': 'storage.objects.get',
  'listing the files': 'storage.objects.list',
};

function denied({ settings, refusal, name }: About): Meaning {
  const { bucket, clientEmail } = settings;
  const named = /\bstorage\.[a-z]+\.[A-Za-z]+/.exec(refusal.message)?.[0];
  const code = 'TARGET_DENIED';
  const begin = `Access to bucket \`${bucket}\` was denied for ${clientEmail}.`;
  if (!named && refusal.message && !/^forbidden$/i.test(refusal.message)) {
    return { code, words: `${begin} Google says: ${refusal.message}`, field: 'client_email' };
  }
  const permission = named ?? PERMISSIONS[refusal.step] ?? 'storage.objects.create';
  const what = ROLES[permission] ? ` ${ROLES[permission]}` : '';
  const words = `${begin} It needs ${permission} on \`${bucket}/${name}\`${what}.`;
  return { code, words, field: 'client_email' };
}
