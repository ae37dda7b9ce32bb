import { createPrivateKey, type KeyObject } from 'node:crypto';
import ssh2, { type ParsedKey } from 'ssh2';
import { Failure } from '#lib/errors.ts';
import { checkPrivateKey, repairPrivateKey } from '#lib/operations/private-key.ts';

/**
 * A private key for signing in: OpenSSH's own format, PEM (PKCS#1, SEC 1, PKCS#8) and PuTTY's version 2.
 * @throws Failure TARGET_AUTH_FAILED at the field `private_key` or `passphrase`.
 */
export function readPrivateKey(text: string, passphrase: string | undefined): ParsedKey {
  const repaired = repairPrivateKey(text);
  const wrong = checkPrivateKey(repaired, ['pem', 'openssh', 'putty']);
  if (wrong) throw refuse('private_key', `The private key cannot be read. ${wrong}`);
  const plain = /^-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/.test(repaired)
    ? convertPkcs8(repaired, passphrase)
    : repaired;
  const parsed = ssh2.utils.parseKey(plain, passphrase);
  if (parsed instanceof Error) throw describeKeyError(parsed, repaired, passphrase);
  // OpenSSH's format has room for several keys, and holds one.
  const key = [parsed].flat()[0];
  if (!key?.isPrivateKey()) {
    const words = 'This is a public key. The private one is the file without “.pub”.';
    throw refuse('private_key', words);
  }
  return key;
}

/** The library reads RSA and EC keys in their older wrappings only. */
function convertPkcs8(pem: string, passphrase: string | undefined): string {
  const key = openPkcs8(pem, passphrase);
  if (key.asymmetricKeyType === 'rsa') return exportAs(key, 'pkcs1');
  if (key.asymmetricKeyType === 'ec') return exportAs(key, 'sec1');
  const words = `Private keys of the type ${key.asymmetricKeyType} can be used in OpenSSH's format only. Convert it with “ssh-keygen -p -f FILE”.`;
  throw refuse('private_key', words);
}

const exportAs = (key: KeyObject, type: 'pkcs1' | 'sec1'): string =>
  `${key.export({ type, format: 'pem' })}`;

function openPkcs8(pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw describeKeyError(error, pem, passphrase);
  }
}

/** The library and OpenSSL tell what is wrong in words alone. */
function describeKeyError(error: Error, key: string, passphrase: string | undefined): Failure {
  const isEncrypted = /ENCRYPTED|Encryption: aes/.test(key) || isEncryptedOpenSsh(key);
  if (isEncrypted && passphrase === undefined) {
    const words =
      'The private key is protected, and its passphrase is missing. Enter the passphrase.';
    return refuse('passphrase', words);
  }
  if (key.startsWith('PuTTY-User-Key-File-') && /^Unsupported key format/.test(error.message)) {
    const words =
      'PuTTY keys can be used in version 2 and of the type RSA. Export this one from PuTTYgen as an OpenSSH key.';
    return refuse('private_key', words, error.message);
  }
  if (/not supported|unsupported (?!state)/i.test(error.message)) {
    const words =
      'This kind of private key cannot be used. Ed25519, ECDSA and RSA keys in OpenSSH or PEM format can.';
    return refuse('private_key', words, error.message);
  }
  if (isEncrypted) {
    const words = 'The passphrase does not open the private key. Enter the one that belongs to it.';
    return refuse('passphrase', words, error.message);
  }
  const words = 'The private key is damaged or cut short. Copy the whole file anew.';
  return refuse('private_key', words, error.message);
}

/** Its cipher's name stands at the beginning; `none` for a key that lies open. */
function isEncryptedOpenSsh(key: string): boolean {
  const inside = /BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(key)?.[1];
  if (inside === undefined) return false;
  const bytes = Buffer.from(inside, 'base64');
  const start = 'openssh-key-v1\0'.length;
  if (bytes.length < start + 8) return false;
  const length = bytes.readUInt32BE(start);
  return bytes.toString('latin1', start + 4, start + 4 + length) !== 'none';
}

function refuse(field: 'private_key' | 'passphrase', words: string, detail?: string): Failure {
  return new Failure('TARGET_AUTH_FAILED', words, { fields: { [field]: [words] }, detail });
}
