import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isFailure } from '#lib/errors.ts';
import { readPrivateKey } from './read-private-key.ts';
import { makeKey } from './test-key.ts';

const passphrase = 'correct horse';
const protectedKey = makeKey({
  passphrase,
  cipher: 'aes256-ctr',
  rounds: 4,
}).private;

function refusal(key: string, given?: string): Record<string, unknown> {
  try {
    readPrivateKey(key, given);
  } catch (error) {
    if (isFailure(error))
      return { code: error.code, field: Object.keys(error.fields ?? {})[0], says: error.message };
    throw error;
  }
  throw new Error('It was taken.');
}

describe('private keys', () => {
  it('are read in OpenSSH’s format, with and without a passphrase', () => {
    const open = makeKey().private;
    expect(readPrivateKey(open, undefined).type).toBe('ssh-ed25519');
    // One that is not needed does no harm.
    expect(readPrivateKey(open, passphrase).type).toBe('ssh-ed25519');
    expect(readPrivateKey(protectedKey, passphrase).type).toBe('ssh-ed25519');
  });

  it('are read as PEM in its old and new wrappings', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { privateKey: ec } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const locked = privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase,
    });
    const read = (key: string | Buffer, given?: string) => readPrivateKey(`${key}`, given).type;
    expect(read(privateKey.export({ type: 'pkcs1', format: 'pem' }))).toBe('ssh-rsa');
    expect(read(privateKey.export({ type: 'pkcs8', format: 'pem' }))).toBe('ssh-rsa');
    expect(read(ec.export({ type: 'sec1', format: 'pem' }))).toBe('ecdsa-sha2-nistp256');
    expect(read(ec.export({ type: 'pkcs8', format: 'pem' }))).toBe('ecdsa-sha2-nistp256');
    expect(read(locked, passphrase)).toBe('ssh-rsa');
    expect(refusal(`${locked}`, 'wrong')).toMatchObject({ field: 'passphrase' });
    expect(refusal(`${locked}`)).toMatchObject({ field: 'passphrase' });
  });

  it('are refused at the passphrase when that is the matter', () => {
    expect(refusal(protectedKey)).toMatchObject({
      code: 'TARGET_AUTH_FAILED',
      field: 'passphrase',
      says: expect.stringContaining('missing'),
    });
    expect(refusal(protectedKey, 'wrong')).toMatchObject({
      field: 'passphrase',
      says: expect.stringContaining('does not open'),
    });
  });

  it('are refused with what they are instead', () => {
    const { privateKey: ed } = generateKeyPairSync('ed25519');
    const pkcs8 = `${ed.export({ type: 'pkcs8', format: 'pem' })}`;
    expect(refusal(pkcs8)).toMatchObject({
      field: 'private_key',
      says: expect.stringContaining('ssh-keygen'),
    });
    const putty = 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: x\n';
    expect(refusal(putty)).toMatchObject({ says: expect.stringContaining('PuTTYgen') });
    expect(refusal('nonsense')).toMatchObject({ field: 'private_key' });
    const cut = makeKey().private.split('\n');
    cut.splice(2, 2);
    expect(refusal(cut.join('\n'))).toMatchObject({ field: 'private_key' });
  });
});
