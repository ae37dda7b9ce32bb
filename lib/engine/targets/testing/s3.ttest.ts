import { expect, inject } from 'vitest';
import { exportS3 } from '#lib/operations/s3.ts';
import type { S3Keys } from '../../../../e2e/targets/ceph.ts';
import { curl, curlStored, inPath } from './curl.ts';
import { describeTarget } from './describe-target.ts';
import { answersFirst, httpFailures } from './http-failures.ts';
import { literal } from './names-cases.ts';
import { listed, rclone } from './rclone.ts';
import type { FailureCase, HeaderCase, Way } from './rig.ts';

const { servers, certificates } = inject('targets');
const { ceph } = servers;
const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const WRONG = { secret: 'marked-wrong-secret-key', token: 'marked-wrong-session-token' };
/** The smallest that S3 takes. */
const PART = 5 << 20;

const signed = (keys: S3Keys): string[] => [
  ...[
    '--aws-sigv4',
    'aws:amz:us-east-1:s3',
    '--user',
    `${keys.accessKeyId}:${keys.secretAccessKey}`,
  ],
  ...['-H', `x-amz-content-sha256: ${SHA256_OF_NOTHING}`],
];
const urlOf = (name: string) => `${ceph.endpoint}/${ceph.bucket}/${inPath(name)}`;
const remote = rclone({
  type: 's3',
  provider: 'Ceph',
  endpoint: ceph.endpoint,
  access_key_id: ceph.owner.accessKeyId,
  secret_access_key: ceph.owner.secretAccessKey,
});

const access = ({ accessKeyId, secretAccessKey }: S3Keys) => ({
  access_key_id: accessKeyId,
  secret_access_key: secretAccessKey,
});
const options = {
  bucket: ceph.bucket,
  region: ceph.region,
  endpoint: ceph.endpoint,
  ...access(ceph.owner),
};

const headers: HeaderCase[] = [
  {
    title: 'a type by the bytes',
    options: {},
    head: '%PDF-1.7',
    headers: { 'content-type': 'application/pdf' },
  },
  {
    title: 'content_type',
    options: { content_type: 'text/x-own; charset=utf-8' },
    headers: { 'content-type': 'text/x-own; charset=utf-8' },
  },
  {
    title: 'cache_control',
    options: { cache_control: 'max-age=172800' },
    headers: { 'cache-control': 'max-age=172800' },
  },
  {
    title: 'content_disposition',
    options: { content_disposition: 'attachment; filename="x y.pdf"' },
    headers: { 'content-disposition': 'attachment; filename="x y.pdf"' },
  },
  {
    title: 'metadata, with its prefix once',
    options: { metadata: { 'x-amz-meta-some-key': 'data', other: 'two words' } },
    headers: { 'x-amz-meta-some-key': 'data', 'x-amz-meta-other': 'two words' },
  },
  {
    title: 'server_side_encryption AES256, which Ceph does not tell',
    options: { server_side_encryption: 'AES256' },
  },
  {
    title: 'server_side_encryption aws:kms',
    options: { server_side_encryption: 'aws:kms', sse_kms_key_id: 'testkey' },
    headers: {
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': 'testkey',
    },
  },
  { title: 'storage_class', options: { storage_class: 'STANDARD' } },
  {
    title: 'acl',
    options: { acl: 'public-read' },
    // Without a signature.
    check: async (name) => expect((await curl(urlOf(name))).status).toBe(200),
  },
  {
    title: 'no acl',
    options: {},
    check: async (name) => expect((await curl(urlOf(name))).status).toBe(403),
  },
  {
    title: 'tagging',
    options: { tagging: { project: 'north & south', year: '2026' } },
    async check(name) {
      const { text } = await curl(`${urlOf(name)}?tagging=`, signed(ceph.owner));
      expect(text).toContain('<Key>project</Key><Value>north &amp; south</Value>');
      expect(text).toContain('<Key>year</Key><Value>2026</Value>');
    },
  },
];

const ways: Way[] = [
  { title: 'TLS', options: () => ({ endpoint: ceph.tlsEndpoint }) },
  {
    title: 'TLS, by name',
    options: () => ({ endpoint: ceph.tlsEndpoint.replace('127.0.0.1', 'localhost') }),
  },
  { title: 'vendor', options: () => ({ vendor: 'ceph' }) },
];

const to = (endpoint: string) => ({ endpoint });
const upstream = ceph.endpoint;
const error = (code: string, message: string, more = '') =>
  `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message>${more}</Error>`;

const failures: FailureCase[] = [
  ...httpFailures({ upstream, certificates, field: 'endpoint', to }),
  {
    title: 'the secret is wrong',
    prepare: () => ({ options: { secret_access_key: WRONG.secret } }),
    ends: {
      code: 'TARGET_AUTH_FAILED',
      says: ['127.0.0.1', 'secret access key', 'AKSL…WNER', 'Copy it anew'],
      field: 'secret_access_key',
      detail: 'SignatureDoesNotMatch',
    },
  },
  {
    title: 'the key is unknown',
    prepare: () => ({ options: { access_key_id: 'AKNOBODYKNOWSTHIS' } }),
    ends: {
      code: 'TARGET_AUTH_FAILED',
      says: ['AKNO…THIS', 'Check it'],
      field: 'access_key_id',
      detail: 'InvalidAccessKeyId',
    },
  },
  {
    title: 'the key has no right on the bucket',
    prepare: () => ({ options: access(ceph.stranger) }),
    ends: {
      code: 'TARGET_DENIED',
      says: ['`slipway`', 'AKSL…NGER', 's3:PutObject', '`slipway/failures/*`'],
      field: 'access_key_id',
      detail: 'AccessDenied',
    },
  },
  {
    title: 'the key has no right on the bucket, in parts',
    size: 2 * PART,
    prepare: () => ({ options: access(ceph.stranger) }),
    ends: { code: 'TARGET_DENIED', says: ['`slipway`', 's3:PutObject'], field: 'access_key_id' },
  },
  {
    title: 'there is no such bucket',
    prepare: () => ({ options: { bucket: 'nobody-made-this' } }),
    ends: {
      code: 'TARGET_NOT_FOUND',
      says: ['`nobody-made-this`', 'Create it'],
      field: 'bucket',
      detail: 'NoSuchBucket',
    },
  },
  // Ceph takes any region: these are the words of Amazon.
  answersFirst({
    title: 'the bucket is in another region',
    upstream,
    to,
    times: 9,
    answer: {
      status: 400,
      headers: { 'content-type': 'application/xml' },
      body: error(
        'AuthorizationHeaderMalformed',
        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'",
        '<Region>eu-central-1</Region>',
      ),
    },
    ends: {
      code: 'TARGET_NOT_FOUND',
      says: ['`slipway`', '`eu-central-1`', 'Set the region'],
      field: 'region',
      detail: 'AuthorizationHeaderMalformed',
    },
  }),
  answersFirst({
    title: 'it is busy, then it is not',
    upstream,
    to,
    answer: {
      status: 503,
      headers: { 'retry-after': '1', 'content-type': 'application/xml' },
      body: error('SlowDown', 'Please reduce your request rate.'),
    },
    ends: { after: ['TARGET_BUSY'] },
  }),
  answersFirst({
    title: 'it has an error of its own, then it has not',
    upstream,
    to,
    answer: { status: 500, body: error('InternalError', 'We encountered an internal error.') },
    ends: { after: ['TARGET_UNREACHABLE'] },
  }),
  {
    title: 'the quota is used up',
    size: 3_000_000,
    prepare: () => ({ options: { ...access(ceph.small), bucket: ceph.small.bucket } }),
    ends: { code: 'TARGET_FULL', says: ['`slipway-small`', 'quota'], detail: 'QuotaExceeded' },
  },
  {
    title: 'the clock is 2 h off',
    clockOff: 2 * 3_600_000,
    prepare: () => ({ options: {} }),
    ends: {
      code: 'TARGET_AUTH_FAILED',
      says: ['clock', '2 h ahead'],
      detail: 'RequestTimeTooSkewed',
    },
  },
];

describeTarget({
  operation: exportS3,
  partSize: PART,
  // Four parts at a time.
  resendsAtMost: 4 * PART,
  largeSize: 4 * PART + 999,
  optionsFor: (name) => ({ ...options, key: literal(name) }),
  optionsIn: (folder) => ({ ...options, key_prefix: `${folder}/` }),
  through: (port) => to(`http://127.0.0.1:${port}`),
  server: { port: Number(new URL(ceph.endpoint).port) },
  read: (name) => curlStored(urlOf(name), signed(ceph.owner)),
  list: (prefix) => listed(remote, ceph.bucket, prefix),
  async leftovers() {
    const uploads = JSON.parse(
      await remote('backend', 'list-multipart-uploads', `at:${ceph.bucket}`),
    );
    return (uploads[ceph.bucket] ?? []).map((upload: { Key: string }) => upload.Key);
  },
  headers,
  ways,
  failures,
  secrets: [...Object.values(WRONG), ceph.owner.secretAccessKey, ceph.stranger.secretAccessKey],
  receipt: { location: (name) => `s3://${ceph.bucket}/${name}`, marks: ['etag'] },
  exceptions: {
    existsRace:
      'Ceph looks whether the name is taken when a request begins, and knows no condition for joining parts: of two at the same moment both may pass. AWS decides at the end.',
  },
});
