import { expect, test } from 'vitest';
import { parseServiceAccount } from './service-account.ts';

const account = {
  type: 'service_account',
  project_id: 'api-project-1',
  private_key_id: 'abc',
  private_key: '-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSktMTU5PUA==\n-----END PRIVATE KEY-----\n',
  client_email: 'a@api-project-1.iam.gserviceaccount.com',
};

test('fills the three fields', () => {
  const { project_id, client_email, private_key } = account;
  expect(parseServiceAccount(`\uFEFF${JSON.stringify(account, null, 2)}`)).toEqual({
    ok: true,
    fields: { project_id, client_email, private_key },
  });
});

test('fills the token URI when the file has one', () => {
  const token_uri = 'https://oauth2.googleapis.com/token';
  expect(parseServiceAccount(JSON.stringify({ ...account, token_uri }))).toMatchObject({
    fields: { token_uri },
  });
});

test('mends a key that was escaped twice', () => {
  const twice = { ...account, private_key: account.private_key.replaceAll('\n', '\\n') };
  expect(parseServiceAccount(JSON.stringify(twice))).toMatchObject({
    fields: { private_key: account.private_key },
  });
});

test.each([
  ['-----BEGIN PRIVATE KEY-----', /not JSON/],
  ['[]', /not a service account key/],
  [JSON.stringify({ ...account, type: 'authorized_user' }), /not a service account key/],
  [JSON.stringify({ ...account, client_email: '' }), /not a service account key/],
])('refuses %j in words', (text, message) => {
  expect(parseServiceAccount(text)).toMatchObject({
    ok: false,
    message: expect.stringMatching(message),
  });
});
