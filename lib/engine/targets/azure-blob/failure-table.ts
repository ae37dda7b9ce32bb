import type { FailureCode } from '#lib/errors.ts';
import { explainAuth } from './auth-failure.ts';
import { findHeaderField } from './blob-headers.ts';
import type { About, Meaning } from './meaning.ts';

type Explain = (about: About) => Meaning;

const says = (code: FailureCode, field: string | undefined, words: (about: About) => string) => {
  const explain: Explain = (about) => ({ code, field, words: words(about) });
  return explain;
};

const again = (code: FailureCode, words: (about: About) => string) => {
  const explain: Explain = (about) => ({ code, words: words(about), retry: true });
  return explain;
};

const message = ({ refusal }: About): string => refusal.message || refusal.code;

const noContainer = says(
  'TARGET_NOT_FOUND',
  'container',
  ({ settings: { account, container } }) =>
    `There is no container \`${container}\` in storage account \`${account}\`. Create it there, or correct its name.`,
);
const badContainer = says(
  'TARGET_NOT_FOUND',
  'container',
  ({ settings: { container } }) =>
    `\`${container}\` cannot be the name of a container on Azure. Correct it.`,
);
const noAccount: Explain = ({ settings: { account, host, addressField } }) => ({
  code: 'TARGET_NOT_FOUND',
  words: `${host} does not know the storage account \`${account}\`. Correct its name${addressField === 'endpoint' ? ' or the endpoint' : ''}.`,
  field: addressField,
});
const disabled = says(
  'TARGET_DENIED',
  'storage_account',
  ({ settings: { account } }) =>
    `Storage account \`${account}\` is disabled. Whoever pays for the subscription has to enable it again.`,
);
const busy = again(
  'TARGET_BUSY',
  ({ settings, refusal }) => `${settings.host} is busy and asked to slow down (${refusal.step}).`,
);
const trouble = again(
  'TARGET_UNREACHABLE',
  (about) =>
    `${about.settings.host} has trouble of its own: it answered ${about.refusal.status} to ${about.refusal.step}. ${message(about)}`,
);
const damaged = again(
  'INTEGRITY_MISMATCH',
  ({ settings, name }) =>
    `The bytes of “${name}” that reached ${settings.host} are not the ones that were sent. They were not stored.`,
);
const full = says(
  'TARGET_FULL',
  undefined,
  ({ settings: { account } }) =>
    `Storage account \`${account}\` has no room left: it is at its limit. Make room, or ask Azure to raise it, then run the export again.`,
);
const tooLarge = says(
  'TARGET_FULL',
  undefined,
  ({ settings: { host }, name }) => `“${name}” is larger than ${host} takes.`,
);
const immutable = says(
  'TARGET_DENIED',
  undefined,
  ({ settings: { container }, name }) =>
    `“${name}” in container \`${container}\` is locked by an immutability policy or a legal hold and cannot be replaced. Choose another name.`,
);
const leased = says(
  'TARGET_DENIED',
  undefined,
  ({ settings: { container }, name }) =>
    `“${name}” in container \`${container}\` is leased by another program, so only that one may replace it. End the lease, or choose another name.`,
);
const badMetadata = says(
  'INVALID_DATA',
  'metadata',
  (about) => `Azure does not take the metadata: ${message(about)}`,
);
const badName = says(
  'INVALID_FILENAME',
  'blob',
  (about) => `Azure does not take the name “${about.name}”: ${message(about)}`,
);
const otherKind = says(
  'TARGET_DENIED',
  undefined,
  ({ settings: { container }, name }) =>
    `“${name}” in container \`${container}\` cannot be written in blocks now: it is a blob of another kind, or blocks of another program’s upload wait under that name. Delete it there, or choose another name; such blocks vanish after a week.`,
);
const badTier = says('INVALID_DATA', 'access_tier', ({ settings: { account, headers } }) => {
  const tier = headers['x-ms-access-tier'];
  return `Storage account \`${account}\` does not take the access tier${tier ? ` “${tier}”` : ''}. Leave it out, or choose one that the kind of account has.`;
});

const badHeader: Explain = (about) => {
  const { settings, refusal } = about;
  const field = findHeaderField(refusal.headerName ?? '');
  if (field === 'access_tier') return badTier(about);
  const what = field ? `the ${field.replace('_', ' ')}` : 'a part of the request';
  const words = `${settings.host} does not take ${what}: ${message(about)}`;
  return field ? { code: 'INVALID_DATA', words, field } : { code: 'TARGET_DENIED', words };
};

/** https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes and common-rest-api-error-codes */
export const MEANINGS: Readonly<Record<string, Explain>> = {
  AuthenticationFailed: explainAuth,
  InvalidAuthenticationInfo: explainAuth,
  NoAuthenticationInformation: explainAuth,
  AuthorizationFailure: explainAuth,
  AuthorizationPermissionMismatch: explainAuth,
  AuthorizationProtocolMismatch: explainAuth,
  AuthorizationResourceTypeMismatch: explainAuth,
  AuthorizationServiceMismatch: explainAuth,
  AuthorizationSourceIPMismatch: explainAuth,
  InsufficientAccountPermissions: explainAuth,
  KeyBasedAuthenticationNotPermitted: explainAuth,
  UnauthorizedBlobOverwrite: explainAuth,
  ContainerNotFound: noContainer,
  FilesystemNotFound: noContainer,
  ContainerDisabled: noContainer,
  InvalidResourceName: badContainer,
  ContainerBeingDeleted: says(
    'TARGET_NOT_FOUND',
    'container',
    ({ settings: { account, container } }) =>
      `Container \`${container}\` of storage account \`${account}\` is being deleted. Choose another, or create it again in a minute.`,
  ),
  ResourceNotFound: noAccount,
  AccountIsDisabled: disabled,
  AccountBeingCreated: busy,
  AccountRequiresHttps: says(
    'TARGET_DENIED',
    'endpoint',
    ({ settings: { account } }) =>
      `Storage account \`${account}\` takes https only. Change the endpoint to https://.`,
  ),
  AccountQuotaExceeded: full,
  AccountLimitExceeded: full,
  QuotaExceeded: full,
  InsufficientStorage: full,
  RequestBodyTooLarge: tooLarge,
  BlockCountExceedsLimit: tooLarge,
  BlockListTooLong: tooLarge,
  BlobArchived: says(
    'TARGET_DENIED',
    undefined,
    ({ settings: { container }, name }) =>
      `“${name}” in container \`${container}\` is archived and cannot be replaced so. Bring it back to an online tier, or choose another name.`,
  ),
  BlobBeingRehydrated: says(
    'TARGET_DENIED',
    undefined,
    ({ settings: { container }, name }) =>
      `“${name}” in container \`${container}\` is being brought back from the archive, which takes hours. Run the export again after that, or choose another name.`,
  ),
  BlobImmutableDueToPolicy: immutable,
  BlobImmutableDueToLegalHold: immutable,
  LeaseIdMissing: leased,
  LeaseLost: leased,
  LeaseIdMismatchWithBlobOperation: leased,
  LeaseIdMismatchWithContainerOperation: leased,
  PendingCopyOperation: again(
    'TARGET_BUSY',
    ({ settings: { host }, name }) =>
      `Somebody else copies to “${name}” at ${host} at this moment.`,
  ),
  InvalidBlobOrBlock: otherKind,
  InvalidBlobType: otherKind,
  InvalidBlockId: otherKind,
  ServerBusy: busy,
  TooManyRequests: busy,
  OperationTimedOut: trouble,
  InternalError: trouble,
  InvalidMetadata: badMetadata,
  EmptyMetadataKey: badMetadata,
  MetadataTooLarge: badMetadata,
  InvalidHeaderValue: badHeader,
  UnsupportedHeader: badHeader,
  InvalidBlobTier: badTier,
  BlobTierInadequateForContentLength: badTier,
  BlobAccessTierNotSupportedForAccountType: badTier,
  AccessTierNotSupportedForBlobType: badTier,
  Md5Mismatch: damaged,
  Crc64Mismatch: damaged,
  InvalidBlockList: damaged,
  InvalidUri: badName,
  OutOfRangeInput: badName,
  InvalidInput: badName,
};

const conflict = says(
  'TARGET_DENIED',
  undefined,
  (about) =>
    `${about.settings.host} refused ${about.refusal.step}, as things stand there: ${message(about)}`,
);

/** Where there is no code, as behind proxies, or one that is not known. */
export const BY_STATUS: Readonly<Record<number, Explain>> = {
  401: explainAuth,
  403: explainAuth,
  409: conflict,
  412: conflict,
  413: tooLarge,
  429: busy,
  503: busy,
  507: full,
};
