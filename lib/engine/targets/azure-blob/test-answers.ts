/** What Azure says, in tests: with which credentials, the answer, and what is made of it. */
export const KEY = Buffer.from('marked key').toString('base64');
export const byKey = { storage_account: 'acct', container: 'box', storage_access_key: KEY };
const bySas = (sas_token: string) => ({ storage_account: 'acct', container: 'box', sas_token });

export type Said = {
  status: number;
  code?: string;
  message?: string;
  more?: string;
  date?: Date;
  headers?: object;
};

const MISMATCH = 'This request is not authorized to perform this operation using this permission.';
const UNSIGNED =
  'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.';
const detail = (text: string) => `<AuthenticationErrorDetail>${text}</AuthenticationErrorDetail>`;

/** What it is called; options; the answer; code, field and words of the failure. */
type Row = [string, Record<string, unknown>, Said, string, string | undefined, RegExp];

export const ANSWERS: Row[] = [
  [
    'wrong key',
    byKey,
    {
      status: 403,
      code: 'AuthenticationFailed',
      message: UNSIGNED,
      more: detail('The MAC signature found in the HTTP request is not the same'),
    },
    'TARGET_AUTH_FAILED',
    'storage_access_key',
    /does not belong to storage account `acct`/,
  ],
  [
    'wrong key at Azurite',
    byKey,
    { status: 403, code: 'AuthorizationFailure', message: UNSIGNED },
    'TARGET_AUTH_FAILED',
    'storage_access_key',
    /does not belong/,
  ],
  [
    'clock, in words',
    byKey,
    { status: 403, code: 'AuthenticationFailed', more: detail('Request date header too old: x') },
    'TARGET_AUTH_FAILED',
    undefined,
    /clock of this server is wrong/,
  ],
  [
    'clock, by the date',
    byKey,
    { status: 403, code: 'AuthenticationFailed', date: new Date('2026-11-26T14:00:00Z') },
    'TARGET_AUTH_FAILED',
    undefined,
    /clock of this server is 2 h behind/,
  ],
  [
    'keys turned off',
    byKey,
    { status: 403, code: 'KeyBasedAuthenticationNotPermitted' },
    'TARGET_DENIED',
    'storage_access_key',
    /turned off/,
  ],
  [
    'firewall',
    byKey,
    {
      status: 403,
      code: 'AuthorizationFailure',
      message: 'This request is not authorized to perform this operation.',
    },
    'TARGET_DENIED',
    'storage_account',
    /firewall/,
  ],
  [
    'expired',
    bySas('sv=1&sp=cw&se=2026-11-26T10:30:00Z&sig=x'),
    { status: 403, code: 'AuthenticationFailed', message: UNSIGNED },
    'TARGET_AUTH_FAILED',
    'sas_token',
    /expired on 2026-11-26 10:30 UTC/,
  ],
  [
    'not yet valid',
    bySas('sv=1&sp=cw&st=2026-11-27T00:00:00Z&sig=x'),
    { status: 403, code: 'AuthenticationFailed', message: UNSIGNED },
    'TARGET_AUTH_FAILED',
    'sas_token',
    /not valid before 2026-11-27 00:00 UTC/,
  ],
  [
    'wrong signature',
    bySas('sv=1&sp=cw&sr=c&sig=x'),
    {
      status: 403,
      code: 'AuthenticationFailed',
      message: UNSIGNED,
      more: detail('Signature did not match.'),
    },
    'TARGET_AUTH_FAILED',
    'sas_token',
    /signature is not valid for container `box`/,
  ],
  [
    'may only read',
    bySas('sv=1&sp=rl&sr=c&sig=x'),
    { status: 403, code: 'AuthorizationPermissionMismatch', message: MISMATCH },
    'TARGET_DENIED',
    'sas_token',
    /may not write to container `box` \(it has `sp=rl`\).*create and write/,
  ],
  [
    'may only create',
    bySas('sv=1&sp=c&sr=c&sig=x'),
    { status: 403, code: 'UnauthorizedBlobOverwrite' },
    'TARGET_DENIED',
    'sas_token',
    /permission write/,
  ],
  [
    'other services',
    bySas('sv=1&ss=q&srt=sco&sp=cw&sig=x'),
    { status: 403, code: 'AuthorizationServiceMismatch' },
    'TARGET_DENIED',
    'sas_token',
    /Blob service/,
  ],
  [
    'other resources',
    bySas('sv=1&ss=b&srt=c&sp=cw&sig=x'),
    { status: 403, code: 'AuthorizationResourceTypeMismatch' },
    'TARGET_DENIED',
    'sas_token',
    /srt has `o`/,
  ],
  [
    'another blob',
    bySas('sv=1&sr=b&sp=cw&sig=x'),
    { status: 403, code: 'AuthorizationPermissionMismatch' },
    'TARGET_DENIED',
    'sas_token',
    /one blob only/,
  ],
  [
    'other addresses',
    bySas('sv=1&sp=cw&sip=198.51.100.1&sig=x'),
    { status: 403, code: 'AuthorizationSourceIPMismatch' },
    'TARGET_DENIED',
    'sas_token',
    /198\.51\.100\.1 only/,
  ],
  [
    'https only',
    { ...bySas('sv=1&sp=cw&spr=https&sig=x'), endpoint: 'http://127.0.0.1:10000' },
    { status: 403, code: 'AuthorizationProtocolMismatch' },
    'TARGET_DENIED',
    'endpoint',
    /https/,
  ],
  [
    'no container',
    byKey,
    { status: 404, code: 'ContainerNotFound' },
    'TARGET_NOT_FOUND',
    'container',
    /no container `box` in storage account `acct`/,
  ],
  [
    'being deleted',
    byKey,
    { status: 409, code: 'ContainerBeingDeleted' },
    'TARGET_NOT_FOUND',
    'container',
    /being deleted/,
  ],
  [
    'disabled',
    byKey,
    { status: 403, code: 'AccountIsDisabled' },
    'TARGET_DENIED',
    'storage_account',
    /disabled/,
  ],
  [
    'no account',
    byKey,
    { status: 404, code: 'ResourceNotFound' },
    'TARGET_NOT_FOUND',
    'storage_account',
    /`acct`/,
  ],
  ['leased', byKey, { status: 412, code: 'LeaseIdMissing' }, 'TARGET_DENIED', undefined, /leased/],
  [
    'archived',
    byKey,
    { status: 409, code: 'BlobArchived' },
    'TARGET_DENIED',
    undefined,
    /archived/,
  ],
  [
    'immutable',
    byKey,
    { status: 409, code: 'BlobImmutableDueToPolicy' },
    'TARGET_DENIED',
    undefined,
    /immutability/,
  ],
  [
    'ids of others',
    byKey,
    { status: 400, code: 'InvalidBlobOrBlock' },
    'TARGET_DENIED',
    undefined,
    /week/,
  ],
  [
    'unknown conflict',
    byKey,
    { status: 409, code: 'SomethingNew', message: 'Not now.' },
    'TARGET_DENIED',
    undefined,
    /Not now\./,
  ],
  [
    'metadata',
    byKey,
    { status: 400, code: 'InvalidMetadata', message: 'Bad.' },
    'INVALID_DATA',
    'metadata',
    /Bad\./,
  ],
  [
    'tier',
    { ...byKey, access_tier: 'Warm' },
    {
      status: 400,
      code: 'InvalidHeaderValue',
      more: '<HeaderName>x-ms-access-tier</HeaderName>',
    },
    'INVALID_DATA',
    'access_tier',
    /“Warm”/,
  ],
  [
    'full',
    byKey,
    { status: 409, code: 'AccountQuotaExceeded' },
    'TARGET_FULL',
    undefined,
    /`acct`/,
  ],
  [
    'damaged',
    byKey,
    { status: 400, code: 'Md5Mismatch' },
    'INTEGRITY_MISMATCH',
    undefined,
    /not the ones/,
  ],
  [
    'no Azure',
    byKey,
    { status: 404 },
    'TARGET_NOT_FOUND',
    'storage_account',
    /no Azure Blob service/,
  ],
];
