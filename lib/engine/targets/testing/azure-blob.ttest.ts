import { expect, inject } from 'vitest';
import { exportAzureBlob } from '#lib/operations/azure-blob.ts';
import { curl, curlStored, inPath } from './curl.ts';
import { describeTarget } from './describe-target.ts';
import { answersFirst, httpFailures } from './http-failures.ts';
import { literal } from './names-cases.ts';
import type { FailureCase, HeaderCase, Way } from './rig.ts';

const { servers, certificates } = inject('targets');
const { azurite } = servers;
const MIB = 1 << 20;
/** Base64, as keys are, and nobody's. */
const WRONG_KEY = Buffer.from('marked wrong key of the account '.repeat(2)).toString('base64');
const { origin: upstream, pathname: accountPath } = new URL(azurite.endpoint);

const options = {
  storage_account: azurite.account,
  storage_access_key: azurite.key,
  endpoint: azurite.endpoint,
  container: azurite.container,
};
const bySas = (sas_token: string) => ({ storage_access_key: undefined, sas_token });

async function list(prefix: string): Promise<string[]> {
  const query = new URLSearchParams({ restype: 'container', comp: 'list', prefix });
  const { text } = await curl(`${azurite.endpoint}/${azurite.container}?${query}&${azurite.sas}`);
  return [...text.matchAll(/<Name>(.*?)<\/Name>/g)].map(([, name = '']) => fromXml(name));
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const fromXml = (text: string) =>
  text.replace(/&(?:#x([0-9a-f]+)|(\w+));/gi, (_, hex, name) =>
    hex ? String.fromCodePoint(Number.parseInt(hex, 16)) : (ENTITIES[name] ?? ''),
  );

const headers: HeaderCase[] = [
  {
    title: 'a type by the bytes',
    options: {},
    head: '%PDF-1.7',
    headers: { 'content-type': 'application/pdf' },
  },
  {
    title: 'metadata',
    options: { metadata: { some_key: 'data', Other: 'two words' } },
    headers: { 'x-ms-meta-some_key': 'data', 'x-ms-meta-other': 'two words' },
  },
  {
    title: 'content headers',
    options: {
      content_type: 'text/x-own; charset=utf-8',
      content_disposition: 'attachment; filename="x y.pdf"',
      content_encoding: 'identity',
      content_language: 'de-CH',
      cache_control: 'max-age=172800',
    },
    headers: {
      'content-type': 'text/x-own; charset=utf-8',
      'content-disposition': 'attachment; filename="x y.pdf"',
      'content-encoding': 'identity',
      'content-language': 'de-CH',
      'cache-control': 'max-age=172800',
    },
  },
  {
    title: 'access_tier',
    options: { access_tier: 'Cool' },
    // Told with a blob's properties only.
    async check(name) {
      const url = `${azurite.endpoint}/${azurite.container}/${inPath(name)}?${azurite.sas}`;
      const { headers } = await curl(url, ['--head']);
      expect(headers['x-ms-access-tier']).toBe('Cool');
    },
  },
];

const ways: Way[] = [
  { title: 'a SAS token', options: () => bySas(azurite.sas) },
  { title: 'a SAS token with its question mark', options: () => bySas(`?${azurite.sas}`) },
];

const to = (at: string) => ({ endpoint: `${at}${accountPath}` });
const error = (code: string, message: string) =>
  `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
const answer = (status: number, code: string, message: string, more = {}) => ({
  status,
  headers: { 'content-type': 'application/xml', 'x-ms-error-code': code, ...more },
  body: error(code, message),
});

const failures: FailureCase[] = [
  ...httpFailures({ upstream, certificates, field: 'endpoint', to }),
  {
    title: 'the key is wrong',
    prepare: () => ({ options: { storage_access_key: WRONG_KEY } }),
    ends: {
      code: 'TARGET_AUTH_FAILED',
      says: [azurite.account, /key/],
      field: 'storage_access_key',
      detail: 'AuthorizationFailure',
    },
  },
  ...[1000, 3 * MIB].map(
    (size): FailureCase => ({
      title: `the SAS token may only read (${size} bytes)`,
      size,
      prepare: () => ({ options: bySas(azurite.readOnlySas) }),
      ends: {
        code: 'TARGET_DENIED',
        says: [azurite.container, /write|create/i],
        field: 'sas_token',
        detail: 'Authorization',
      },
    }),
  ),
  {
    title: 'the SAS token has expired',
    prepare: () => ({ options: bySas(azurite.expiredSas) }),
    ends: { code: 'TARGET_AUTH_FAILED', says: [/expired/], field: 'sas_token' },
  },
  ...[1000, 3 * MIB].map(
    (size): FailureCase => ({
      title: `there is no such container (${size} bytes)`,
      size,
      prepare: () => ({ options: { container: 'nobody-made-this' } }),
      ends: {
        code: 'TARGET_NOT_FOUND',
        says: ['nobody-made-this', /[Cc]reate|[Mm]ake/],
        field: 'container',
        detail: 'ContainerNotFound',
      },
    }),
  ),
  answersFirst({
    title: 'it is busy, then it is not',
    upstream,
    to,
    answer: answer(503, 'ServerBusy', 'The server is busy.', { 'retry-after': '1' }),
    ends: { after: ['TARGET_BUSY'] },
  }),
  answersFirst({
    title: 'it has an error of its own, then it has not',
    upstream,
    to,
    answer: answer(500, 'InternalError', 'The server encountered an internal error.'),
    ends: { after: ['TARGET_UNREACHABLE'] },
  }),
  // Azurite does not look at the clock: these are the words of Azure.
  {
    ...answersFirst({
      title: 'the clock is 2 h off',
      upstream,
      to,
      answer: {
        ...answer(403, 'AuthenticationFailed', 'Server failed to authenticate the request.'),
        body: '<?xml version="1.0" encoding="utf-8"?><Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.</Message><AuthenticationErrorDetail>Request date header too old: \'Thu, 26 Nov 2026 08:00:00 GMT\'</AuthenticationErrorDetail></Error>',
      },
      ends: { code: 'TARGET_AUTH_FAILED', says: [/clock/], detail: 'Request date header too old' },
    }),
    clockOff: -2 * 3_600_000,
  },
  answersFirst({
    title: 'the account is full',
    upstream,
    to,
    answer: answer(409, 'AccountQuotaExceeded', 'The account has reached its capacity limit.'),
    ends: { code: 'TARGET_FULL', says: [azurite.account] },
  }),
];

describeTarget({
  operation: exportAzureBlob,
  partSize: MIB,
  resendsAtMost: 8 * MIB,
  largeSize: 20 * MIB + 999,
  optionsFor: (name) => ({ ...options, blob: literal(name) }),
  optionsIn: (folder) => ({ ...options, blob_prefix: `${folder}/` }),
  through: (port) => to(`http://127.0.0.1:${port}`),
  server: { port: Number(new URL(upstream).port) },
  read: (name) =>
    curlStored(`${azurite.endpoint}/${azurite.container}/${inPath(name)}?${azurite.sas}`),
  list,
  // Blocks that were not joined are none of a blob, nothing removes them without touching the name, and
  // Azure drops them after a week.
  leftovers: async () => [],
  headers,
  ways,
  failures,
  secrets: [WRONG_KEY, azurite.key, new URLSearchParams(azurite.sas).get('sig') ?? ''],
  receipt: {
    location: (name) => `az://${azurite.account}/${azurite.container}/${name}`,
    marks: ['etag'],
  },
  exceptions: {},
});
