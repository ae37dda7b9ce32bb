import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportAzureBlob } from '#lib/operations/azure-blob.ts';
import { exportUpload } from '#lib/operations/export-upload.ts';
import { exportS3 } from '#lib/operations/s3.ts';
import { exportSftp } from '#lib/operations/sftp.ts';
import { createRedactor } from './redactor.ts';

describe('createRedactor', () => {
  it('takes out any secret, however it travels', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 4, maxLength: 40 }).filter((text) => text.trim().length >= 4),
        fc.string(),
        (secret, around) => {
          const redact = createRedactor(exportS3, { secret_access_key: secret });
          const plain = secret.trim();
          for (const face of [plain, encodeURIComponent(plain)]) {
            expect(redact(`${around}\n${face}\n`)).not.toContain(`\n${face}\n`);
          }
        },
      ),
    );
  });

  it('leaves what is no secret', () => {
    const redact = createRedactor(exportS3, { access_key_id: 'AKIAEXAMPLE', bucket: 'reports' });
    expect(redact('AKIAEXAMPLE in reports')).toBe('AKIAEXAMPLE in reports');
  });

  it('takes the signature out of a SAS token in any order', () => {
    const redact = createRedactor(exportAzureBlob, { sas_token: 'sv=1&sp=cw&sig=ab%2Bcdefgh%3D' });
    expect(redact('Signature did not match. ab+cdefgh= or ab%2Bcdefgh%3D')).toBe(
      'Signature did not match. ••• or •••',
    );
  });

  it('takes the query of a presigned address, and each value that signs it', () => {
    const url = 'https://x.example/f?X-Amz-Signature=0123456789abcdef&X-Amz-Expires=60';
    const redact = createRedactor(exportUpload, {
      url,
      headers: { authorization: 'Bearer tok-1' },
    });
    expect(redact(`${url} 0123456789abcdef Bearer tok-1`)).toBe('••• ••• •••');
  });

  it('takes the sign-in that stands in an address, as it is sent', () => {
    const redact = createRedactor(exportUpload, { url: 'https://me:pass%20word@x.example/f' });
    const header = Buffer.from('me:pass word').toString('base64');
    expect(redact(`Authorization: Basic ${header}; pass word; pass%20word`)).toBe(
      'Authorization: Basic •••; •••; •••',
    );
  });

  it('takes lines of a key, and the pair of a basic sign-in', () => {
    const line = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKc';
    const key = `-----BEGIN PRIVATE KEY-----\n${line}\n${line}x\n-----END PRIVATE KEY-----`;
    const redact = createRedactor(exportSftp, {
      private_key: key,
      username: 'me',
      password: 'hunter22',
    });
    expect(redact(`bad line ${line}`)).toBe('bad line •••');
    expect(redact(Buffer.from('me:hunter22').toString('base64'))).toBe('•••');
  });
});
