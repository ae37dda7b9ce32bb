import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { prepareRequest } from './prepare-request.ts';

type Settings = Parameters<typeof prepareRequest>[2];
const BARE: Settings = {
  APP_URL: undefined,
  FILES_URL: undefined,
  TRUST_PROXY: false,
  production: true,
};

function prepare(
  headers: Record<string, string>,
  settings: Partial<Settings> = {},
  url = '/exports',
  uploads: Parameters<typeof prepareRequest>[3] = [],
) {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: '192.0.2.1' });
  const req = new IncomingMessage(socket);
  req.url = url;
  Object.assign(req.headers, { host: 'slipway.lan:3000' }, headers);
  const res = new ServerResponse(req);
  prepareRequest(req, res, { ...BARE, ...settings }, uploads);
  return { given: req.headers, answered: res.getHeaders() };
}

const FORGED = {
  'x-forwarded-for': '198.51.100.9',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'https',
  'x-slipway-path': '/elsewhere',
};

test('without a proxy nobody can say where they come from or what host this is', () => {
  const { given } = prepare(FORGED);
  expect(given).toMatchObject({
    'x-forwarded-for': '192.0.2.1',
    'x-forwarded-host': 'slipway.lan:3000',
    'x-forwarded-proto': 'http',
    'x-slipway-path': '/exports',
  });
});

test('of what a proxy passes on, only what it added itself is believed', () => {
  const headers = { ...FORGED, 'x-forwarded-for': '10.0.0.1, 198.51.100.9' };
  const { given } = prepare(headers, { TRUST_PROXY: true });
  expect(given).toMatchObject({
    'x-forwarded-for': '198.51.100.9',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
  });
});

test('behind a proxy that passes on a host name of its own, actions from APP_URL are taken', () => {
  const APP_URL = 'https://slipway.example.com';
  const { given } = prepare({ host: '127.0.0.1:3000', origin: APP_URL }, { APP_URL });
  expect(given['x-forwarded-host']).toBe('slipway.example.com');
  const forged = prepare({ host: '127.0.0.1:3000', origin: 'https://evil.example' }, { APP_URL });
  expect(forged.given['x-forwarded-host']).toBe('127.0.0.1:3000');
});

test('every page gets a policy with a nonce of its own, which Next is told', () => {
  const first = prepare({ 'content-security-policy': "script-src 'nonce-known'" });
  const second = prepare({});
  const policy = String(first.answered['content-security-policy']);
  expect(first.given['content-security-policy']).toBe(policy);
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/]{22}==' 'strict-dynamic'/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-eval');
  expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
  expect(second.answered['content-security-policy']).not.toBe(policy);
});

test('files may come from where temporary URLs lead, scripts may not', () => {
  const FILES_URL = 'https://files.example.com';
  const policy = String(prepare({}, { FILES_URL }).answered['content-security-policy']);
  expect(policy).toMatch(/img-src [^;]*https:\/\/files\.example\.com/);
  expect(policy).toMatch(/frame-src [^;]*https:\/\/files\.example\.com/);
  expect(policy).not.toMatch(/script-src [^;]*files\.example\.com/);
});

test('pages may send to other servers only where there are connections to any', () => {
  const without = String(prepare({}).answered['content-security-policy']);
  expect(without).toMatch(/connect-src 'self';/);
  const withOne = prepare({}, {}, '/exports/new', ['https:']).answered;
  expect(String(withOne['content-security-policy'])).toMatch(/connect-src 'self' https:;/);
  expect(String(withOne['content-security-policy'])).toMatch(/default-src 'self';/);
});
