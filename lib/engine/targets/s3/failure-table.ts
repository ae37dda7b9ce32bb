import type { FailureCode } from '#lib/errors.ts';
import { type About, inWords, type Meaning } from './meaning.ts';
import { notImplemented } from './optional.ts';

type Explain = (about: About) => Meaning;

const auth =
  (field: string, words: (about: About) => string): Explain =>
  (about) => ({ code: 'TARGET_AUTH_FAILED', words: words(about), field });

const denied =
  (field: string | undefined, words: (about: About) => string): Explain =>
  (about) => ({ code: 'TARGET_DENIED', words: words(about), field });

const again =
  (code: FailureCode, words: (about: About) => string): Explain =>
  (about) => ({ code, words: words(about), retry: true });

const unknownKey = auth(
  'access_key_id',
  ({ settings, accessKey }) =>
    `${settings.host} does not know the access key \`${accessKey}\`. Check it, and that it belongs to this service.`,
);
const wrongSecret = auth(
  'secret_access_key',
  ({ settings, accessKey }) =>
    `${settings.host} refused the signature: the secret access key does not belong to \`${accessKey}\`. Copy it anew.`,
);
const oldToken = auth(
  'session_token',
  ({ settings }) =>
    `The session token has expired at ${settings.host}. Temporary credentials come as three: get new ones and enter the key, the secret and the token.`,
);
const wrongToken = auth(
  'session_token',
  ({ settings }) =>
    `${settings.host} does not accept the session token. Enter the one that came with this access key, or leave it empty for a permanent key.`,
);

const wrongRegion: Explain = ({ settings: { bucket, host, region }, answer }) => ({
  code: 'TARGET_NOT_FOUND',
  words:
    answer.region && answer.region !== region
      ? `Bucket \`${bucket}\` is in region \`${answer.region}\`, not in \`${region}\`. Set the region to \`${answer.region}\`.`
      : `Bucket \`${bucket}\` is not in region \`${region}\` of ${host}. Look up the bucket’s region and set it.`,
  field: 'region',
});

const skewed: Explain = ({ settings, answer, now }) => ({
  code: 'TARGET_AUTH_FAILED',
  words: `${settings.host} refused the signature because the clock of this server is ${describeSkew(now, answer.date)}. Set the clock of this server (NTP), then try again.`,
});

const accessDenied: Explain = (about) => {
  const { settings, answer, name, accessKey } = about;
  // Backblaze says so, with this code.
  if (/storage cap|quota/i.test(answer.message)) return full(about);
  const { bucket, acl, tags, kmsKeyId, serverSideEncryption } = settings;
  const needs = [
    's3:PutObject',
    acl && acl !== 'private' ? 's3:PutObjectAcl' : '',
    tags.length > 0 ? 's3:PutObjectTagging' : '',
  ].filter(Boolean);
  const kms =
    kmsKeyId || serverSideEncryption === 'aws:kms'
      ? ' and kms:GenerateDataKey and kms:Decrypt on the KMS key'
      : '';
  const folder = name.slice(0, name.lastIndexOf('/') + 1);
  return {
    code: 'TARGET_DENIED',
    words: `Access to bucket \`${bucket}\` was denied for key \`${accessKey}\`. It needs ${inWords(needs)} on \`${bucket}/${folder}*\`${kms}.`,
    field: 'access_key_id',
  };
};

const noBucket: Explain = ({ settings: { bucket, host } }) => ({
  code: 'TARGET_NOT_FOUND',
  words: `There is no bucket \`${bucket}\` at ${host}. Create it there, or correct its name.`,
  field: 'bucket',
});

const full: Explain = ({ settings: { bucket, host } }) => ({
  code: 'TARGET_FULL',
  words: `Bucket \`${bucket}\` at ${host} has no room left: its quota is used up. Make room or raise the quota, then run the export again.`,
});

/** For the codes that begin with `KMS.`, which come from there as they are. */
export const kmsRefused = denied(
  'sse_kms_key_id',
  ({ settings: { host, kmsKeyId, region }, answer }) =>
    `${host} could not use the KMS key${kmsKeyId ? ` \`${kmsKeyId}\`` : ''}: ${(answer.message || answer.code).replace(/\.?$/, '.')} It must exist in region \`${region}\`, be enabled, and be allowed for this access key.`,
);

export const tooMuchMetadata = denied(
  'metadata',
  ({ settings: { host } }) =>
    `The metadata is larger than ${host} takes: keys and values together may have 2 KB. Shorten it.`,
);

const busy = again(
  'TARGET_BUSY',
  ({ settings }) => `${settings.host} is busy and asked to slow down.`,
);
const trouble = again(
  'TARGET_UNREACHABLE',
  ({ settings, answer }) =>
    `${settings.host} has trouble of its own: ${answer.message || `it answered ${answer.status}.`}`,
);
const damaged = again(
  'INTEGRITY_MISMATCH',
  ({ settings, name }) =>
    `The bytes of “${name}” that reached ${settings.host} are not the ones that were sent. It was not stored.`,
);

const badName: Explain = ({ settings, name, answer }) => ({
  code: 'INVALID_FILENAME',
  words: `${settings.host} does not take the name “${name}”: ${answer.message || answer.code}`,
  field: 'key',
});

const lostUpload = again(
  'TARGET_UNREACHABLE',
  ({ settings, name }) =>
    `${settings.host} no longer has the parts of “${name}” that were sent: the upload was removed there. It begins anew.`,
);

/** By the `<Code>` of Amazon, Ceph, MinIO and the others; what they mean is in their references. */
export const MEANINGS: Readonly<Record<string, Explain>> = {
  InvalidAccessKeyId: unknownKey,
  InvalidSecurity: unknownKey,
  SignatureDoesNotMatch: wrongSecret,
  ExpiredToken: oldToken,
  TokenRefreshRequired: oldToken,
  InvalidToken: wrongToken,
  AccessDenied: accessDenied,
  AllAccessDisabled: accessDenied,
  AccountProblem: accessDenied,
  RequestTimeTooSkewed: skewed,
  RequestExpired: skewed,
  NoSuchBucket: noBucket,
  PermanentRedirect: wrongRegion,
  IllegalLocationConstraintException: wrongRegion,
  AuthorizationHeaderMalformed: wrongRegion,
  InvalidRegion: wrongRegion,
  TemporaryRedirect: again(
    'TARGET_UNREACHABLE',
    ({ settings: { bucket, host } }) =>
      `${host} is still moving bucket \`${bucket}\` to its place, as it does for hours with new buckets.`,
  ),
  SecondLevelDomainForbidden: denied(
    'vendor',
    ({ settings: { host } }) =>
      `${host} wants the bucket in the host name. Choose the service in “Service”, or one that is addressed so.`,
  ),
  VirtualHostDomainRequired: denied(
    'vendor',
    ({ settings: { host } }) =>
      `${host} wants the bucket in the host name. Choose the service in “Service”, or one that is addressed so.`,
  ),
  InvalidBucketName: (about) => ({
    ...noBucket(about),
    words: `\`${about.settings.bucket}\` cannot be the name of a bucket at ${about.settings.host}. Correct it.`,
  }),
  AccessControlListNotSupported: denied(
    'acl',
    ({ settings: { bucket } }) =>
      `Bucket \`${bucket}\` has ACLs turned off. Leave the ACL out; who may read is set on the bucket.`,
  ),
  InvalidStorageClass: denied(
    'storage_class',
    ({ settings: { host, storageClass } }) =>
      `${host} has no storage class \`${storageClass ?? ''}\`. Choose another, or leave it out.`,
  ),
  InvalidEncryptionAlgorithmError: denied(
    'server_side_encryption',
    ({ settings: { host, serverSideEncryption } }) =>
      `${host} does not know the encryption \`${serverSideEncryption ?? ''}\`. Choose AES256 or aws:kms, or leave it out.`,
  ),
  InvalidTag: denied(
    'tagging',
    ({ settings: { host }, answer }) =>
      `${host} does not take the tags: ${answer.message || 'one of them is not valid.'}`,
  ),
  MetadataTooLarge: tooMuchMetadata,
  QuotaExceeded: full,
  StorageFull: full,
  XMinioStorageFull: full,
  XMinioAdminBucketQuotaExceeded: full,
  InsufficientStorage: full,
  EntityTooLarge: ({ settings: { host }, name }) => ({
    code: 'TARGET_FULL',
    words: `“${name}” is larger than ${host} takes.`,
  }),
  SlowDown: busy,
  SlowDownRead: busy,
  SlowDownWrite: busy,
  ServiceUnavailable: busy,
  TooManyRequests: busy,
  RequestLimitExceeded: busy,
  Throttling: busy,
  ThrottlingException: busy,
  Busy: busy,
  ConditionalRequestConflict: again(
    'TARGET_BUSY',
    ({ settings: { host }, name }) => `Somebody else writes “${name}” at ${host} at this moment.`,
  ),
  OperationAborted: again(
    'TARGET_BUSY',
    ({ settings: { host }, name }) => `Somebody else changes “${name}” at ${host} at this moment.`,
  ),
  InternalError: trouble,
  RequestTimeout: trouble,
  IncompleteBody: trouble,
  XAmzContentSHA256Mismatch: damaged,
  XAmzContentChecksumMismatch: damaged,
  BadDigest: damaged,
  InvalidPart: damaged,
  InvalidPartOrder: damaged,
  EntityTooSmall: damaged,
  NoSuchUpload: lostUpload,
  KeyTooLongError: badName,
  KeyTooLong: badName,
  InvalidURI: badName,
  InvalidObjectName: badName,
  XMinioInvalidObjectName: badName,
  XMinioInvalidResourceName: badName,
  NotImplemented: notImplemented,
};

/** "2 h behind that of the service". */
function describeSkew(now: Date, theirs: Date | undefined): string {
  if (!theirs) return 'wrong';
  const ms = now.getTime() - theirs.getTime();
  const minutes = Math.max(1, Math.round(Math.abs(ms) / 60_000));
  const span =
    minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`.replace('.0 ', ' ');
  return `${span} ${ms < 0 ? 'behind' : 'ahead of'} that of the service`;
}
