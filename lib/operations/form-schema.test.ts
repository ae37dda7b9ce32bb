import { describe, expect, test } from 'vitest';
import type { FormValue } from './field.ts';
import { draftOptions, formValues } from './form-schema.ts';
import type { Operation } from './operation.ts';
import { getOperation } from './registry.ts';

const KEY = '-----BEGIN PRIVATE KEY-----\nQUJDREVGR0hJSktMTU5PUA==\n-----END PRIVATE KEY-----\n';

/** What the form gives for these fields and choices: options, or path to message. */
function submit(
  operation: Operation,
  fields: Record<string, FormValue>,
  choices: Record<string, string> = {},
): unknown {
  const empty = formValues(operation);
  const values = {
    fields: { ...empty.fields, ...fields },
    choices: { ...empty.choices, ...choices },
  };
  const parsed = operation.form.safeParse(values);
  if (parsed.success) return parsed.data;
  return Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]),
  );
}

const s3 = getOperation('export/s3');
const sftp = getOperation('export/sftp');
const s3Fields = {
  bucket: ' my-bucket ',
  region: 'eu-central-1',
  access_key_id: 'AKIA',
  secret_access_key: 'secret\n',
};

describe('what the form sends', () => {
  test('is trimmed, and leaves out what is empty or stands at its default', () => {
    expect(submit(s3, s3Fields)).toEqual({
      bucket: 'my-bucket',
      region: 'eu-central-1',
      access_key_id: 'AKIA',
      secret_access_key: 'secret',
    });
    expect(submit(getOperation('export/url'), { inline: true })).toEqual({ inline: true });
  });

  test('holds numbers and objects in their own types', () => {
    expect(
      submit(sftp, { host: 'h.example', port: ' 2222 ', username: 'u', password: ' p ' }),
    ).toEqual({ host: 'h.example', port: 2222, username: 'u', password: ' p ' });
    expect(submit(s3, { ...s3Fields, metadata: [{ key: 'a', value: 'b' }] })).toMatchObject({
      metadata: { a: 'b' },
    });
  });

  test('leaves out what is not chosen, wrong or not', () => {
    const fields = {
      host: 'h',
      username: 'u',
      password: 'p',
      private_key: 'no key',
      passphrase: 'x',
      file: 'f/',
    };
    expect(submit(sftp, fields)).toEqual({ host: 'h', username: 'u', password: 'p' });
    expect(
      submit(
        sftp,
        { ...fields, private_key: KEY.replaceAll('\n', '\\n') },
        { access: 'private_key' },
      ),
    ).toEqual({
      host: 'h',
      username: 'u',
      private_key: KEY,
      passphrase: 'x',
    });
  });
});

describe('what the form says', () => {
  test('all that is missing, at its field', () => {
    expect(submit(s3, {}, { naming: 'prefix' })).toEqual({
      'fields.bucket': 'Bucket is required.',
      'fields.region': 'Region is required.',
      'fields.access_key_id': 'Access key ID is required.',
      'fields.secret_access_key': 'Secret access key is required.',
      'fields.key_prefix': 'Key prefix is required.',
    });
  });

  test.each<[string, string, FormValue, RegExp]>([
    ['export/s3', 'bucket', 's3://bucket', /only the name of the bucket/],
    ['export/s3', 'bucket', 'a/b', /folders belong/],
    ['export/s3', 'endpoint', 'fra1.example.com', /must start with https/],
    ['export/s3', 'endpoint', 'https://user:pass@example.com', /user name or password/],
    ['export/s3', 'acl', 'everyone', /one of the values in the list/],
    ['export/s3', 'content_type', 'pdf', /type\/subtype/],
    [
      'export/azure/blob',
      'storage_account',
      'x.blob.core.windows.net',
      /only the name of the account/,
    ],
    ['export/azure/blob', 'container', 'My_Container', /lower-case/],
    ['export/azure/blob', 'storage_access_key', 'abc', /Base64/],
    ['export/google-cloud-storage', 'client_email', 'me', /email/],
    ['export/google-cloud-storage', 'private_key', 'ssh-rsa AAAA', /public key/],
    ['export/openstack', 'auth_url', 'auth.example', /must start with https/],
    ['export/openstack', 'container', 'a/b', /no slashes/],
    ['export/sftp', 'host', 'sftp://h', /only the host name/],
    ['export/sftp', 'host', 'h:22', /port has its own field/],
    ['export/sftp', 'host', 'u@h', /user name has its own field/],
    ['export/sftp', 'port', '0', /whole number from 1 to 65535/],
    ['export/sftp', 'port', '22a', /whole number/],
    ['export/sftp', 'host_key_fingerprint', 'SHA256:x', /43 characters/],
    ['export/upload', 'url', 'ftp://x', /must start with https/],
  ])('%s: %s cannot be %j', (id, name, value, message) => {
    expect(submit(getOperation(id), { [name]: value })).toMatchObject({
      [`fields.${name}`]: expect.stringMatching(message),
    });
  });

  test.each<[string, string, FormValue]>([
    ['export/sftp', 'host', '10.0.0.1'],
    ['export/sftp', 'host', '2001:db8::1'],
    ['export/sftp', 'host', 'bücher.example'],
    ['export/sftp', 'port', ''],
    ['export/azure/blob', 'storage_access_key', `${'A'.repeat(86)}==`],
    ['export/openstack', 'auth_url', 'http://localhost:5000/identity'],
    ['export/s3', 'bucket', 'tenant:Old_Bucket'],
  ])('%s: %s can be %j', (id, name, value) => {
    expect(submit(getOperation(id), { [name]: value })).not.toHaveProperty([`fields.${name}`]);
  });

  test('which row of a list', () => {
    expect(
      submit(s3, {
        ...s3Fields,
        metadata: [
          { key: 'ok', value: '' },
          { key: 'not ok', value: '' },
        ],
      }),
    ).toEqual({
      'fields.metadata.1.key': expect.stringMatching(/letters, digits/),
    });
  });
});

describe('options as form values', () => {
  test('open the choice that was made, and come back the same', () => {
    const options = { host: 'h.example', port: 2222, username: 'u', private_key: KEY, path: 'in' };
    const values = formValues(sftp, options);
    expect(values.choices).toEqual({ access: 'private_key', naming: 'folder' });
    expect(sftp.form.parse(values)).toEqual(options);
  });

  test('start at the first option of each choice', () => {
    expect(formValues(sftp).choices).toEqual({ access: 'password', naming: 'own' });
  });
});

test.each([undefined, null, 'x', [], { fields: 1 }])('%j is no form', (values) => {
  expect(s3.form.safeParse(values).error?.issues).toMatchObject([
    { message: 'The form could not be read. Load the page anew.' },
  ]);
});

test('a draft shows what is typed so far, and nothing that is not chosen', () => {
  const { fields, choices } = formValues(sftp);
  const typed = { ...fields, host: 'sftp://h', port: '22a', file: 'x', password: 'p', path: 'in' };
  expect(draftOptions(sftp, { fields: typed, choices: { ...choices, naming: 'folder' } })).toEqual({
    host: 'sftp://h',
    port: '22a',
    password: 'p',
    path: 'in',
  });
});
