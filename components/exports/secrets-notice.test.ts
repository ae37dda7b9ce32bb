import { expect, it } from 'vitest';
import { getOperation } from '#lib/operations/registry.ts';
import { secretsNotice } from './secrets-notice.ts';

it('names the secrets as the form does', () => {
  const names = ['secret_access_key', 'session_token'];
  expect(secretsNotice(getOperation('export/s3'), names)).toBe(
    'Secrets are not kept with an export. Fill in anew: Secret access key, Session token.',
  );
  expect(secretsNotice(getOperation('export/url'), [])).toBeUndefined();
});
