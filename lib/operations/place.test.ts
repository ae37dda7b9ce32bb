import { describe, expect, test } from 'vitest';
import { changedPlace, endingOf, ousted, placeFields, secretIds, shortenIds } from './place.ts';
import { EXPORT_OPERATIONS, getOperation } from './registry.ts';
import { secretFields } from './secrets.ts';

/** Written out a second time on purpose: whoever adds a field has to think of where secrets go. */
const PLACES: Readonly<Record<string, string[]>> = {
  'export/url': [],
  'export/s3': ['region', 'endpoint', 'access_key_id'],
  'export/azure/blob': ['storage_account', 'endpoint'],
  'export/google-cloud-storage': ['endpoint', 'client_email', 'token_uri'],
  'export/openstack': [
    'auth_url',
    'region',
    'username',
    'user_domain_name',
    'project_domain_name',
    'application_credential_id',
  ],
  'export/sftp': ['host', 'port', 'host_key_fingerprint', 'username'],
  'export/upload': ['url'],
};

/** What says where something is: a field of such a name decides the place, or is named here with why. */
const TELLING = /host|port|endpoint|url|uri|account|user|region|email|credential_id|key_id/;
const HARMLESS: Readonly<Record<string, string>> = {
  'export/s3 sse_kms_key_id': 'names a key that S3 itself uses',
};

describe.each(EXPORT_OPERATIONS.map((operation) => ({ id: operation.id, operation })))(
  '$id',
  ({ id, operation }) => {
    test('knows which fields decide where secrets go', () => {
      expect(placeFields(operation)).toEqual(PLACES[id]);
    });

    test('leaves out no field that sounds like a place', () => {
      const telling = Object.keys(operation.fields).filter(
        (name) => TELLING.test(name) && !operation.fields[name]?.meta.decidesPlace,
      );
      const open = telling.filter((name) => !secretFields(operation).includes(name));
      expect(open.filter((name) => !HARMLESS[`${id} ${name}`])).toEqual([]);
    });

    test('finds a change of each of them, and of nothing else', () => {
      const before = Object.fromEntries(
        Object.keys(operation.fields).map((name) => [name, 'https://before.example.com/']),
      );
      for (const name of Object.keys(operation.fields)) {
        const after = { ...before, [name]: 'https://after.example.com/' };
        const expected = operation.fields[name]?.meta.decidesPlace ? [name] : [];
        expect(changedPlace(operation, before, after), name).toEqual(expected);
      }
    });

    test('says its place in words, and never a secret', () => {
      const options = Object.fromEntries(
        Object.entries(operation.fields).map(([name, { meta }]) => [
          name,
          meta.secret ? 'https://h.example/a?MARKED' : 'shown',
        ]),
      );
      if (id !== 'export/url') expect(operation.describePlace?.(options)).toMatch(/\w/);
      expect(operation.describePlace?.(options) ?? '').not.toContain('MARKED');
    });

    test('names ids only for secrets that there are', () => {
      for (const secret of Object.keys(secretIds(operation)))
        expect(secretFields(operation)).toContain(secret);
    });
  },
);

test('what holds anyway is no change', () => {
  const sftp = getOperation('export/sftp');
  expect(changedPlace(sftp, { host: 'a' }, { host: 'a', port: 22 })).toEqual([]);
  expect(changedPlace(sftp, { host: 'a', port: 22 }, { host: 'a', port: 2222 })).toEqual(['port']);
});

test('a signature that was renewed leads to the same place', () => {
  const put = getOperation('export/upload');
  const url = (query: string, host = 'up.example.com') => ({ url: `https://${host}/a?${query}` });
  expect(changedPlace(put, url('sig=1'), url('sig=2'))).toEqual([]);
  expect(changedPlace(put, url('sig=1'), url('sig=1', 'evil.example.com'))).toEqual(['url']);
});

test('of an id the last four characters are shown, of a short one nothing', () => {
  const s3 = getOperation('export/s3');
  expect(shortenIds(s3, { bucket: 'harbour', access_key_id: 'AKIAIOSFODNN7EXAMPLE' })).toEqual({
    bucket: 'harbour',
    access_key_id: '…MPLE',
  });
  expect(endingOf('short')).toBeUndefined();
});

test('one way to name files puts the others out', () => {
  const sftp = getOperation('export/sftp');
  expect(ousted(sftp, 'file')).toEqual(['path']);
  expect(ousted(sftp, 'private_key')).toEqual(['password']);
  expect(ousted(sftp, 'passphrase')).toEqual(['password']);
  expect(ousted(sftp, 'if_exists')).toEqual([]);
});
