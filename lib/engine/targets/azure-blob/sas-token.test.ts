import {
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { describe, expect, test } from 'vitest';
import { readSasToken } from './sas-token.ts';

const made = generateBlobSASQueryParameters(
  {
    containerName: 'box',
    permissions: ContainerSASPermissions.parse('cw'),
    startsOn: new Date('2026-11-01T00:00:00Z'),
    expiresOn: new Date('2026-12-01T00:00:00Z'),
    ipRange: { start: '198.51.100.1' },
    protocol: 'https' as never,
  },
  new StorageSharedKeyCredential('acct', Buffer.from('a key').toString('base64')),
).toString();

describe('a SAS token', () => {
  test('says what it allows', () => {
    expect(readSasToken(made)).toMatchObject({
      permissions: 'cw',
      starts: new Date('2026-11-01T00:00:00Z'),
      expires: new Date('2026-12-01T00:00:00Z'),
      resource: 'c',
      addresses: '198.51.100.1',
      httpsOnly: true,
      services: undefined,
      resourceTypes: undefined,
    });
  });

  test.each([
    ['as it is', made],
    ['with a question mark', `?${made}`],
    ['with spaces around it', ` ?${made}\n`],
    ['in its URL', `https://acct.blob.core.windows.net/box?${made}`],
    ['decoded once', decodeURIComponent(made)],
  ])('%s', (_, text) => {
    const sent = new URLSearchParams(readSasToken(text).query);
    expect([...sent]).toEqual([...new URLSearchParams(made)]);
  });

  test('keeps a plus in a signature', () => {
    expect(readSasToken('sv=1&sp=w&sig=a+b/c=').query).toBe('sv=1&sp=w&sig=a%2Bb%2Fc%3D');
    expect(readSasToken('sv=1&sp=w&sig=a%2Bb%2Fc%3D').query).toBe('sv=1&sp=w&sig=a%2Bb%2Fc%3D');
  });

  test('leaves open what an access policy says', () => {
    expect(readSasToken('sv=1&sr=c&si=policy&sig=x').permissions).toBeUndefined();
    expect(readSasToken('sv=1&sr=c&sig=x').permissions).toBe('');
  });

  test.each(['', '?', 'nonsense', 'sv=1&sp=w', 'sig=', '%%%'])('is none: `%s`', (text) => {
    expect(() => readSasToken(text)).toThrow(
      expect.objectContaining({
        code: 'TARGET_AUTH_FAILED',
        fields: { sas_token: [expect.any(String)] },
      }),
    );
  });
});
