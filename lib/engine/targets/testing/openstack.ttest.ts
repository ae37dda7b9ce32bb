import { inject } from 'vitest';
import { exportOpenstack } from '#lib/operations/openstack.ts';
import { curl, curlStored, inPath } from './curl.ts';
import { describeTarget } from './describe-target.ts';
import { answersFirst, httpFailures } from './http-failures.ts';
import { literal } from './names-cases.ts';
import { listed, rclone } from './rclone.ts';
import type { FailureCase, HeaderCase, Way } from './rig.ts';
import { orphanFinder, signInToSwift } from './swift-client.ts';

const { servers, certificates } = inject('targets');
const { swift } = servers;
const { user, reader, otherDomainUser: other, applicationCredential, v1 } = swift;
const WRONG = 'marked-wrong-password';
const MIB = 1 << 20;
const storage = `http://127.0.0.1:${swift.port}`;

const options = {
  auth_url: swift.authUrl,
  region: swift.region,
  username: user.name,
  password: user.password,
  tenant_name: user.project,
  container: swift.container,
};

const account = signInToSwift(swift, user);
const remote = rclone({
  type: 'swift',
  auth: `${swift.authUrl}/v3`,
  auth_version: '3',
  user: user.name,
  key: user.password,
  domain: user.domain,
  tenant: user.project,
  tenant_domain: user.domain,
  region: swift.region,
});

async function read(name: string) {
  const { url, args } = await account;
  return curlStored(`${url}/${swift.container}/${inPath(name)}`, args);
}

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
    title: 'content_disposition',
    options: { content_disposition: 'attachment; filename="x y.pdf"' },
    headers: { 'content-disposition': 'attachment; filename="x y.pdf"' },
  },
  {
    title: 'content_encoding',
    options: { content_encoding: 'x-own' },
    headers: { 'content-encoding': 'x-own' },
  },
  {
    title: 'cache_control',
    options: { cache_control: 'max-age=172800' },
    headers: { 'cache-control': 'max-age=172800' },
  },
  {
    title: 'metadata, with its prefix once',
    options: { metadata: { 'X-Object-Meta-some-key': 'data', other: 'two words' } },
    headers: { 'x-object-meta-some-key': 'data', 'x-object-meta-other': 'two words' },
  },
  {
    title: 'delete_after',
    options: { delete_after: 86_400 },
    headers: { 'x-delete-at': /^\d{10}$/ },
  },
];

const ways: Way[] = [
  { title: 'an auth URL with a version', options: () => ({ auth_url: `${swift.authUrl}/v3` }) },
  {
    title: 'the internal interface',
    options: () => ({ region: swift.region, interface: 'internal' }),
  },
  {
    title: 'an application credential',
    options: () => ({
      username: undefined,
      password: undefined,
      tenant_name: undefined,
      application_credential_id: applicationCredential.id,
      application_credential_secret: applicationCredential.secret,
    }),
  },
  { title: 'Identity v2.0', options: () => ({ auth_url: swift.v2AuthUrl }) },
  {
    title: 'a user of another domain',
    options: () => ({
      username: other.name,
      password: other.password,
      tenant_name: other.project,
      user_domain_name: other.domain,
      project_domain_name: other.domain,
    }),
    async read(name) {
      const { url, args } = await signInToSwift(swift, other);
      return curlStored(`${url}/${swift.container}/${inPath(name)}`, args);
    },
  },
  {
    title: 'the old way, without Keystone',
    options: () => ({
      auth_url: v1.authUrl.replace(/\/auth\/.*/, '/auth/v1.0'),
      username: v1.username,
      password: v1.password,
      tenant_name: undefined,
    }),
    async read(name) {
      const signIn = ['-H', `x-auth-user: ${v1.username}`, '-H', `x-auth-key: ${v1.password}`];
      const { headers: given } = await curl(v1.authUrl, signIn);
      const args = ['-H', `x-auth-token: ${given['x-auth-token']}`];
      return curlStored(`${given['x-storage-url']}/${swift.container}/${inPath(name)}`, args);
    },
  },
];

const toProxied = () => ({ region: swift.proxied.exports.region });
const busy = { status: 498, headers: { 'retry-after': '1' }, body: 'Rate limited' };

const failures: FailureCase[] = [
  ...httpFailures({
    upstream: swift.authUrl,
    certificates,
    field: 'auth_url',
    to: (origin) => ({ auth_url: origin }),
  }),
  {
    title: 'the password is wrong',
    prepare: () => ({ options: { password: WRONG } }),
    ends: {
      code: 'TARGET_AUTH_FAILED',
      says: ['demo', new URL(swift.authUrl).host, 'Check the user name, the password'],
      field: 'password',
      detail: '401',
    },
  },
  {
    title: 'the user has no role for the container',
    prepare: () => ({ options: { username: reader.name, password: reader.password } }),
    ends: {
      code: 'TARGET_DENIED',
      says: ['`slipway`', 'reader', 'swiftoperator'],
      field: 'username',
      detail: '403',
    },
  },
  {
    title: 'the user has no role for the container, in parts',
    size: 3 * MIB,
    prepare: () => ({ options: { username: reader.name, password: reader.password } }),
    ends: { code: 'TARGET_DENIED', says: [/`slipway(_segments)?`/, 'reader'], field: 'username' },
  },
  ...[1000, 3 * MIB].map(
    (size): FailureCase => ({
      title: `there is no such container (${size} bytes)`,
      size,
      prepare: () => ({ options: { container: 'nobody-made-this' } }),
      ends: {
        code: 'TARGET_NOT_FOUND',
        says: ['`nobody-made-this`', 'Create it'],
        field: 'container',
      },
    }),
  ),
  {
    title: 'there is no such region',
    prepare: () => ({ options: { region: 'Nowhere' } }),
    ends: { code: 'TARGET_NOT_FOUND', says: ['Nowhere', 'RegionOne'], field: 'region' },
  },
  {
    title: 'the object store of the region is down',
    prepare: () => ({ options: toProxied() }),
    ends: {
      code: 'TARGET_UNREACHABLE',
      says: [`${swift.proxied.exports.port}`, 'refuses connections'],
    },
  },
  answersFirst({
    title: 'it is busy, then it is not',
    upstream: storage,
    listenOn: swift.proxied.exports.port,
    to: toProxied,
    answer: busy,
    ends: { after: ['TARGET_BUSY'] },
  }),
  answersFirst({
    title: 'it has an error of its own, then it has not',
    upstream: storage,
    listenOn: swift.proxied.exports.port,
    to: toProxied,
    answer: { status: 500, body: 'Internal Error' },
    ends: { after: ['TARGET_UNREACHABLE'] },
  }),
  answersFirst({
    title: 'the token is not taken, then a new one is',
    upstream: storage,
    listenOn: swift.proxied.exports.port,
    to: toProxied,
    answer: { status: 401, body: 'Unauthorized' },
    ends: { after: [] },
  }),
  answersFirst({
    title: 'the Identity service is busy, then it is not',
    upstream: swift.authUrl,
    matches: ({ method }) => method === 'POST',
    to: (origin) => ({ auth_url: origin }),
    answer: { status: 503, headers: { 'retry-after': '1' } },
    ends: { after: ['TARGET_BUSY'] },
  }),
  {
    title: 'the quota is used up',
    size: 500_000,
    prepare: () => ({ options: { container: swift.smallContainer } }),
    ends: { code: 'TARGET_FULL', says: ['`small`', 'quota'], detail: '413' },
  },
  {
    title: 'the clock is 2 h off, which nobody minds here',
    clockOff: 2 * 3_600_000,
    prepare: () => ({ options: {} }),
    ends: { after: [] },
  },
];

describeTarget({
  operation: exportOpenstack,
  partSize: MIB,
  resendsAtMost: 8 * MIB,
  largeSize: 20 * MIB + 999,
  optionsFor: (name) => ({ ...options, file: literal(name) }),
  optionsIn: (folder) => ({ ...options, file_prefix: `${folder}/` }),
  through: toProxied,
  server: { port: swift.port, listenOn: swift.proxied.exports.port },
  read,
  list: (prefix) => listed(remote, swift.container, prefix),
  leftovers: orphanFinder(account, swift.container),
  headers,
  ways,
  failures,
  secrets: [WRONG, user.password, reader.password, other.password, applicationCredential.secret],
  receipt: { location: (name) => `swift://${swift.container}/${name}`, marks: ['etag'] },
  exceptions: {
    existsRace:
      'Swift looks whether the name is taken when a request begins: of two at the same moment both may pass.',
  },
});
