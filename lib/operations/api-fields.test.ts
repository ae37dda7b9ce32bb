import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { OPERATIONS } from './registry.ts';

/**
 * The arguments of the seven exports and of the imports from storage, as the hosted service and its
 * official client document them: type, presence, and the values that the text names. What is not in this table must be marked as an addition.
 * `choice`: required there; here an addition may stand in for it, which wire.test.ts looks at.
 */
const DOCUMENTED = `
export/url
  input string|array required
  inline boolean optional
  archive_multiple_files boolean optional
export/s3
  input string|array required
  bucket string required
  region string required us-west-2,eu-west-1
  endpoint string optional
  key string optional
  key_prefix string optional
  access_key_id string required
  secret_access_key string required
  session_token string optional
  acl string optional private,public-read,public-read-write,authenticated-read,bucket-owner-read,bucket-owner-full-control
  cache_control string optional max-age=172800
  content_disposition string optional attachment,inline
  content_type string optional application/pdf
  metadata object optional
  server_side_encryption string optional AES256,aws:kms
  tagging object optional
export/azure/blob
  input string|array required
  storage_account string required
  storage_access_key string optional
  sas_token string optional
  container string required
  blob string optional
  blob_prefix string optional
  metadata object optional
export/google-cloud-storage
  input string|array required
  project_id string required
  bucket string required
  client_email string required
  private_key string required
  file string optional
  file_prefix string optional
export/openstack
  input string|array required
  auth_url string required
  username string choice
  password string choice
  region string required
  tenant_name string optional
  container string required
  file string optional
  file_prefix string optional
export/sftp
  input string|array required
  host string required
  port integer optional 22
  username string required
  password string optional
  private_key string optional
  file string optional
  path string optional
export/upload
  input string|array required
  url string required
  headers object optional
import/s3
  bucket string required
  region string required us-west-2,eu-west-1
  endpoint string optional
  key string optional
  key_prefix string optional
  access_key_id string required
  secret_access_key string required
  session_token string optional
  filename string optional
import/azure/blob
  storage_account string required
  storage_access_key string optional
  sas_token string optional
  container string required
  blob string optional
  blob_prefix string optional
  filename string optional
import/google-cloud-storage
  project_id string required
  bucket string required
  client_email string required
  private_key string required
  file string optional
  file_prefix string optional
  filename string optional
import/openstack
  auth_url string required
  username string choice
  password string choice
  region string required
  container string required
  file string optional
  file_prefix string optional
  filename string optional
import/sftp
  host string required
  port integer optional 22
  username string required
  password string optional
  private_key string optional
  file string optional
  path string optional
  filename string optional
`;

type Documented = { type: string; required: boolean; values: string[] };

const documented = new Map<string, Map<string, Documented>>();
let current = new Map<string, Documented>();
for (const line of DOCUMENTED.trim().split('\n')) {
  if (!line.startsWith(' ')) {
    current = new Map();
    documented.set(line, current);
    continue;
  }
  const [name = '', type = '', presence, values] = line.trim().split(' ');
  current.set(name, { type, required: presence === 'required', values: values?.split(',') ?? [] });
}

const SAMPLES: Readonly<Record<string, unknown[]>> = {
  string: ['text'],
  'string|array': ['a', ['a', 'b']],
  boolean: [true, 'true', 'false', 0],
  integer: [22, '22'],
  object: [{ a: 'b' }, {}, []],
};
const WRONG: Readonly<Record<string, unknown[]>> = {
  string: [1, true, [], {}],
  'string|array': [1, {}, [], [1]],
  boolean: ['maybe', 2, {}],
  integer: ['22a', 1.5, {}],
  object: ['a: b', 1, ['a']],
};

const declared = OPERATIONS.filter((operation) => documented.has(operation.id));

test('every export is documented, and imports come from everywhere that exports go', () => {
  const exported = OPERATIONS.filter((operation) => operation.kind === 'export');
  const known = [...documented.keys()];
  expect(exported.map(({ id }) => id).sort()).toEqual(
    known.filter((id) => id.startsWith('export/')).sort(),
  );
  expect(declared.map(({ id }) => id).sort()).toEqual(known.sort());
});

describe.each(declared.map((operation) => ({ id: operation.id, operation })))(
  '$id',
  ({ id, operation }) => {
    const table = documented.get(id) ?? new Map<string, Documented>();
    const shape = operation.wireObject.shape as Record<string, z.ZodType>;

    test('has every documented field, and marks the others as additions', () => {
      expect(Object.keys(shape)).toEqual(expect.arrayContaining([...table.keys()]));
      for (const [name, field] of Object.entries(operation.fields)) {
        expect([name, field.meta.addition === true]).toEqual([name, !table.has(name)]);
      }
    });

    test.each([...table].map(([name, row]) => ({ name, ...row })))(
      '$name is $type',
      ({ name, type, required, values }) => {
        const schema = shape[name];
        expect(schema?.safeParse(undefined).success).toBe(!required);
        for (const value of SAMPLES[type] ?? [])
          expect(schema?.safeParse(value).success).toBe(true);
        for (const value of WRONG[type] ?? []) expect(schema?.safeParse(value).success).toBe(false);
        const field = operation.fields[name];
        for (const value of values) expect(field?.form.safeParse(value).success).toBe(true);
        const options = field?.meta.options?.map((option) => option.value);
        if (options) expect(options).toEqual(values);
      },
    );
  },
);
