import { generateKeyPairSync } from 'node:crypto';
import { inject } from 'vitest';
import { exportGoogleCloudStorage } from '#lib/operations/google-cloud-storage.ts';
import type { ServiceAccount } from '../../../../e2e/targets/gcs/accounts.ts';
import { curl } from './curl.ts';
import { describeTarget } from './describe-target.ts';
import { googleClient } from './google-client.ts';
import { answersFirst, httpFailures } from './http-failures.ts';
import { literal } from './names-cases.ts';
import type { FailureCase, HeaderCase, Way } from './rig.ts';

const { servers, certificates } = inject('targets');
const { google } = servers;
const client = googleClient(google);
const MIB = 1 << 20;
const wrongKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

const access = ({ project_id, client_email, private_key }: ServiceAccount) => ({
  project_id,
  client_email,
  private_key,
});
const options = {
  bucket: google.bucket,
  endpoint: google.endpoint,
  token_uri: google.tokenUri,
  ...access(google.owner),
};

const headers: HeaderCase[] = [
  {
    title: 'a type by the bytes',
    options: {},
    head: '%PDF-1.7',
    headers: { contentType: 'application/pdf' },
  },
  {
    title: 'content_type',
    options: { content_type: 'text/x-own; charset=utf-8' },
    headers: { contentType: 'text/x-own; charset=utf-8' },
  },
  {
    title: 'content_disposition',
    options: { content_disposition: 'attachment; filename="x y.pdf"' },
    headers: { contentDisposition: 'attachment; filename="x y.pdf"' },
  },
  {
    title: 'cache_control',
    options: { cache_control: 'max-age=172800' },
    headers: { cacheControl: 'max-age=172800' },
  },
  {
    title: 'metadata, without its prefix',
    options: { metadata: { 'x-goog-meta-some-key': 'data', other: 'zwei Wörter' } },
    headers: { 'metadata.some-key': 'data', 'metadata.other': 'zwei Wörter' },
  },
  {
    title: 'storage_class',
    options: { storage_class: 'NEARLINE' },
    headers: { storageClass: 'NEARLINE' },
  },
  { title: 'acl', options: { acl: 'projectPrivate' } },
];

const ways: Way[] = [
  {
    title: 'a key with literal \\n, as it stands in JSON',
    options: () => ({ private_key: google.owner.private_key.replaceAll('\n', '\\n') }),
  },
  { title: 'the least that is needed', options: () => access(google.creator) },
];

const upstream = google.endpoint;
const to = (endpoint: string) => ({ endpoint });
const isUpload = ({ url }: { url: string }) => url.startsWith('/upload/');
const error = (code: number, reason: string, message: string) => ({
  status: code,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    error: { code, message, errors: [{ domain: 'global', reason, message }] },
  }),
});

const failures: FailureCase[] = [
  ...httpFailures({ upstream, certificates, field: 'endpoint', to }),
  {
    title: 'the key belongs to another account',
    prepare: () => ({ options: { private_key: wrongKey } }),
    ends: {
      code: 'TARGET_AUTH_FAILED',
      says: [google.owner.client_email, 'Make a new key'],
      field: 'private_key',
      detail: 'invalid_grant',
    },
  },
  {
    title: 'the account is unknown',
    prepare: () => ({ options: { client_email: 'nobody@slipway-test.iam.gserviceaccount.com' } }),
    ends: {
      code: 'TARGET_AUTH_FAILED',
      says: ['nobody@slipway-test', 'Check the client email'],
      field: 'client_email',
    },
  },
  ...[1000, 5 * MIB].map(
    (size): FailureCase => ({
      title: `the account may only read (${size} bytes)`,
      size,
      prepare: () => ({ options: access(google.reader) }),
      ends: {
        code: 'TARGET_DENIED',
        says: [`\`${google.bucket}\``, google.reader.client_email, 'storage.objects.create'],
        field: 'client_email',
        detail: '403',
      },
    }),
  ),
  {
    title: 'the account may not replace',
    exists: true,
    prepare: () => ({ options: access(google.creator) }),
    ends: { code: 'TARGET_DENIED', says: ['storage.objects.delete'], field: 'client_email' },
  },
  {
    title: 'there is no such bucket',
    prepare: () => ({ options: { bucket: 'nobody-made-this' } }),
    ends: {
      code: 'TARGET_NOT_FOUND',
      says: ['`nobody-made-this`', 'Make it first'],
      field: 'bucket',
      detail: 'notFound',
    },
  },
  answersFirst({
    title: 'it is busy, then it is not',
    upstream,
    to,
    matches: isUpload,
    answer: {
      ...error(429, 'rateLimitExceeded', 'Too many requests.'),
      headers: { 'retry-after': '1', 'content-type': 'application/json' },
    },
    ends: { after: ['TARGET_BUSY'] },
  }),
  answersFirst({
    title: 'it has an error of its own, then it has not',
    upstream,
    to,
    matches: isUpload,
    answer: error(503, 'backendError', 'Backend Error'),
    ends: { after: ['TARGET_UNREACHABLE'] },
  }),
  answersFirst({
    title: 'the quota is used up',
    upstream,
    to,
    matches: isUpload,
    answer: error(403, 'quotaExceeded', 'Quota exceeded.'),
    ends: {
      code: 'TARGET_FULL',
      says: [`\`${google.bucket}\``, 'Raise it'],
      detail: 'quotaExceeded',
    },
  }),
  {
    title: 'the clock is 2 h off',
    clockOff: 2 * 3_600_000,
    prepare: () => ({ options: {} }),
    ends: { code: 'TARGET_AUTH_FAILED', says: [/clock/, '120 minutes', /NTP/] },
  },
];

describeTarget({
  operation: exportGoogleCloudStorage,
  partSize: MIB,
  // One stream: what the buffers of this system hold.
  resendsAtMost: 10 * MIB,
  largeSize: 20 * MIB + 999,
  optionsFor: (name) => ({ ...options, file: literal(name) }),
  optionsIn: (folder) => ({ ...options, file_prefix: `${folder}/` }),
  through: (port) => to(`http://127.0.0.1:${port}`),
  server: { port: Number(new URL(google.endpoint).port) },
  read: client.read,
  list: client.list,
  async leftovers() {
    const { text } = await curl(`${google.control}/open-sessions`);
    return text === '0' ? [] : [`${text} open sessions`];
  },
  headers,
  ways,
  failures,
  secrets: [wrongKey, google.owner.private_key, google.reader.private_key].flatMap((key) =>
    key.split('\n').filter((line) => line.length > 40),
  ),
  receipt: {
    location: (name) => `gs://${google.bucket}/${name}`,
    marks: ['etag', 'generation'],
  },
  exceptions: {},
});
