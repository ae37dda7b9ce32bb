import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject } from 'vitest';
import { exportUpload } from '#lib/operations/export-upload.ts';
import { readRequests } from '../../../../e2e/targets/nginx.ts';
import { curlStored, inPath } from './curl.ts';
import { describeTarget } from './describe-target.ts';
import { answersFirst, httpFailures } from './http-failures.ts';
import { presignPut } from './presign-put.ts';
import type { FailureCase, HeaderCase, Way } from './rig.ts';

const { servers, certificates } = inject('targets');
const { nginx, ceph } = servers;
const MARKED = 'marked-wrong-credentials';
const MIB = 1 << 20;
const basic = ({ username, password }: { username: string; password: string }) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

const putUrl = (origin: string, name: string) =>
  `${origin}/put/${inPath(name)}?signature=marked-signature-in-the-query`;
const to = (origin: string, name: string) => ({ url: putUrl(origin, name) });
const at = (place: string, name: string) => ({ url: `${nginx.url}/${place}/${inPath(name)}` });
const readAt = (place: string) => (name: string) =>
  curlStored(`${nginx.url}/${place}/${inPath(name)}`, [
    ...['--user', `${nginx.basic.username}:${nginx.basic.password}`],
  ]);

async function findRequest(name: string) {
  const requests = await readRequests(nginx);
  return requests.findLast(({ method, uri }) => method === 'PUT' && uri.includes(inPath(name)));
}

const headers: HeaderCase[] = [
  {
    title: 'headers as they are given, and the length',
    options: {
      headers: {
        'Content-Type': 'text/x-own',
        'X-Slipway': 'as it is',
        'cache-control': 'no-store',
      },
    },
    async check(name) {
      expect((await findRequest(name))?.headers).toMatchObject({
        'content-type': 'text/x-own',
        'x-slipway': 'as it is',
        'cache-control': 'no-store',
        'content-length': expect.stringMatching(/^\d+$/),
        'transfer-encoding': '',
      });
    },
  },
  {
    title: 'nothing that was not given: a signature may be over all headers',
    options: {},
    async check(name) {
      expect((await findRequest(name))?.headers).toMatchObject({
        'content-type': '',
        'cache-control': '',
        'x-slipway': '',
      });
    },
  },
];

const presigned = (name: string, seconds = 600) =>
  presignPut({ ...ceph, keys: ceph.owner, key: name, seconds });
const ways: Way[] = [
  {
    title: 'basic credentials in a header',
    options: (name) => ({ ...at('auth', name), headers: { authorization: basic(nginx.basic) } }),
    read: readAt('auth'),
  },
  { title: 'a redirect 307', options: (name) => at('redirect', name) },
  {
    title: 'TLS',
    options: (name) => to(nginx.tlsUrl.replace('127.0.0.1', 'localhost'), name),
  },
  {
    title: 'a presigned URL of S3',
    options: (name) => ({ url: presigned(name) }),
    read: (name) =>
      curlStored(`${ceph.endpoint}/${ceph.bucket}/${inPath(name)}`, [
        ...['--aws-sigv4', 'aws:amz:us-east-1:s3'],
        ...['--user', `${ceph.owner.accessKeyId}:${ceph.owner.secretAccessKey}`],
        '-H',
        'x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      ]),
  },
];

const answering = (
  status: number,
  ends: FailureCase['ends'],
  title = `it answers ${status}`,
): FailureCase => ({
  title,
  prepare: () => ({ options: { url: `${nginx.url}/fail/${status}` } }),
  ends,
});
const host = new URL(nginx.url).host;

const failures: FailureCase[] = [
  ...httpFailures({ upstream: nginx.url, certificates, field: 'url', to }),
  {
    title: 'the credentials are wrong',
    prepare: (name) => ({
      options: { ...at('auth', name), headers: { authorization: `Basic ${MARKED}` } },
    }),
    ends: { code: 'TARGET_AUTH_FAILED', says: [host], field: 'headers', detail: '401' },
  },
  answering(403, { code: 'TARGET_DENIED', says: [host], field: 'url', detail: 'refused' }),
  answering(404, { code: 'TARGET_NOT_FOUND', says: [host], field: 'url' }),
  answering(412, { code: 'TARGET_EXISTS', says: [host] }),
  answering(507, { code: 'TARGET_FULL', says: [host] }),
  answering(500, { code: 'TARGET_UNREACHABLE', says: [host] }, 'it answers 500 each time'),
  {
    title: 'the file is larger than it takes',
    size: 2 * MIB,
    prepare: (name) => ({ options: at('small', name) }),
    ends: { code: 'TARGET_FULL', says: [host] },
  },
  {
    title: 'it redirects to where nobody may go',
    prepare: (name) => ({ options: at('away', name) }),
    ends: { code: 'EGRESS_BLOCKED', says: ['169.254.169.254', 'EGRESS_ALLOW'], field: 'url' },
  },
  {
    title: 'a presigned URL has expired',
    prepare: (name) => ({ options: { url: presigned(name, -60) } }),
    ends: {
      code: 'TARGET_DENIED',
      says: [new URL(ceph.endpoint).host],
      field: 'url',
      detail: /Denied|expired/i,
    },
  },
  answersFirst({
    title: 'it is busy, then it is not',
    upstream: nginx.url,
    to,
    answer: { status: 429, headers: { 'retry-after': '1' } },
    ends: { after: ['TARGET_BUSY'] },
  }),
  answersFirst({
    title: 'it has an error of its own, then it has not',
    upstream: nginx.url,
    to,
    answer: { status: 502, body: 'Bad gateway' },
    ends: { after: ['TARGET_UNREACHABLE'] },
  }),
];

const ONE_FILE = 'It takes one file, whose whole name is its URL.';
const NO_CONDITION = 'A URL says nothing about what is there; it has no if_exists.';

describeTarget({
  operation: exportUpload,
  partSize: MIB,
  // It starts anew: the half-sent file and the one that arrives.
  resendsAtMost: 12 * MIB + 999,
  largeSize: 12 * MIB + 999,
  optionsFor: (name) => to(nginx.url, name),
  optionsIn: () => to(nginx.url, 'one-for-all.bin'),
  through: (port, name) => to(`http://127.0.0.1:${port}`, name),
  server: { port: Number(new URL(nginx.url).port) },
  read: readAt('put'),
  async list(prefix) {
    const found = await readdir(path.join(nginx.root, 'put'), {
      recursive: true,
      withFileTypes: true,
    });
    return found
      .filter((entry) => entry.isFile())
      .map((entry) =>
        path.relative(path.join(nginx.root, 'put'), path.join(entry.parentPath, entry.name)),
      )
      .filter((name) => name.startsWith(prefix));
  },
  leftovers: () => readdir(path.join(nginx.root, '../tmp/body')),
  headers,
  ways,
  failures,
  secrets: [
    MARKED,
    nginx.basic.password,
    basic(nginx.basic),
    'marked-signature-in-the-query',
    'X-Amz-Signature',
  ],
  receipt: { location: (name) => `${nginx.url}/put/${inPath(name)}`, marks: [] },
  exceptions: {
    manyFiles: ONE_FILE,
    placeholders: ONE_FILE,
    duplicates: ONE_FILE,
    existsFail: NO_CONDITION,
    existsFailNew: NO_CONDITION,
    existsSkip: NO_CONDITION,
    existsRename: NO_CONDITION,
    existsRace: NO_CONDITION,
  },
});
