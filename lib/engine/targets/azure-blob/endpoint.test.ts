import { describe, expect, test } from 'vitest';
import { buildEndpoint } from './endpoint.ts';

const at = (given?: string, account = 'acct', container = 'box') =>
  buildEndpoint(account, container, given).href.replace(/\/$/, '');

describe('the address that containers stand below', () => {
  test.each([
    [undefined, 'https://acct.blob.core.windows.net'],
    ['https://acct.blob.core.windows.net', 'https://acct.blob.core.windows.net'],
    ['https://acct.blob.core.windows.net/', 'https://acct.blob.core.windows.net'],
    ['https://acct.blob.core.windows.net/box?sv=1&sig=x', 'https://acct.blob.core.windows.net'],
    ['https://acct.z01.blob.storage.azure.net', 'https://acct.z01.blob.storage.azure.net'],
    ['https://acct.dfs.core.windows.net', 'https://acct.blob.core.windows.net'],
    ['https://blob.core.usgovcloudapi.net', 'https://acct.blob.core.usgovcloudapi.net'],
    ['http://127.0.0.1:10000', 'http://127.0.0.1:10000/acct'],
    ['http://127.0.0.1:10000/acct', 'http://127.0.0.1:10000/acct'],
    ['http://127.0.0.1:10000/acct/', 'http://127.0.0.1:10000/acct'],
    ['http://127.0.0.1:10000/acct/box', 'http://127.0.0.1:10000/acct'],
    ['http://[::1]:10000/acct', 'http://[::1]:10000/acct'],
    ['http://azurite:10000', 'http://azurite:10000/acct'],
    ['http://localhost/acct', 'http://localhost/acct'],
    ['https://files.example.com', 'https://files.example.com'],
    ['https://user:secret@files.example.com', 'https://files.example.com'],
  ])('%s', (given, expected) => {
    expect(at(given)).toBe(expected);
  });

  test('a container that is called like the account', () => {
    expect(at('http://127.0.0.1:10000/acct', 'acct', 'acct')).toBe('http://127.0.0.1:10000/acct');
  });

  test.each(['x.evil.example/', 'a', 'UPPER', ''])('no account `%s`', (account) => {
    expect(() => at(undefined, account)).toThrow(
      expect.objectContaining({
        code: 'TARGET_NOT_FOUND',
        fields: { storage_account: [expect.any(String)] },
      }),
    );
  });

  test.each(['ftp://x', 'nonsense', 'http://'])('no endpoint %s', (given) => {
    expect(() => at(given)).toThrow(
      expect.objectContaining({
        code: 'TARGET_NOT_FOUND',
        fields: { endpoint: [expect.any(String)] },
      }),
    );
  });
});
