import { describe, expect, test } from 'vitest';
import { getOperation, OPERATIONS } from './registry.ts';
import { secretFields, withoutSecrets } from './secrets.ts';

const SECRETS: Readonly<Record<string, string[]>> = {
  'export/url': [],
  'export/s3': ['secret_access_key', 'session_token'],
  'export/azure/blob': ['storage_access_key', 'sas_token'],
  'export/google-cloud-storage': ['private_key'],
  'export/openstack': ['password', 'application_credential_secret'],
  'export/sftp': ['password', 'private_key', 'passphrase'],
  'export/upload': ['url', 'headers'],
  'import/upload': [],
  'import/url': ['url', 'headers'],
  'import/base64': [],
  'import/raw': [],
  'import/s3': ['secret_access_key', 'session_token'],
  'import/azure/blob': ['storage_access_key', 'sas_token'],
  'import/google-cloud-storage': ['private_key'],
  'import/openstack': ['password', 'application_credential_secret'],
  'import/sftp': ['password', 'private_key', 'passphrase'],
};

describe.each(OPERATIONS.map((operation) => ({ id: operation.id, operation })))(
  '$id',
  ({ id, operation }) => {
    test('knows its secrets', () => {
      expect(secretFields(operation).sort()).toEqual([...(SECRETS[id] ?? ['?'])].sort());
    });

    test('never shows one', () => {
      const mark = 'MARKED';
      const options = Object.fromEntries(
        Object.entries(operation.fields).map(([name, field]) => {
          if (field.meta.widget === 'key-values') return [name, { a: mark }];
          return [name, `https://${mark}:${mark}@host/path?sig=${mark}#${mark}`];
        }),
      );
      const open = withoutSecrets(operation, options);
      for (const name of secretFields(operation)) {
        expect(JSON.stringify(open[name] ?? '')).not.toContain(mark);
      }
    });
  },
);

test('a URL is shown without what opens it', () => {
  const url = 'https://user:pass@host.example:8443/a/b.pdf?X-Amz-Signature=1#f';
  expect(
    withoutSecrets(getOperation('export/upload'), { input: 'x', url, headers: { a: 'b' } }),
  ).toEqual({
    input: 'x',
    url: 'https://host.example:8443/a/b.pdf',
  });
  expect(withoutSecrets(getOperation('export/upload'), { url: 'not a url' })).toEqual({});
});

test('what nobody declared is not shown', () => {
  expect(
    withoutSecrets(getOperation('export/s3'), { bucket: 'b', my_token: 'x', constructor: 1 }),
  ).toEqual({
    bucket: 'b',
  });
});
