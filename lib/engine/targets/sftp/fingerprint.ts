import { createHash } from 'node:crypto';

/** The host key that a server has shown. */
export type HostKey = {
  /** ssh-ed25519, ecdsa-sha2-nistp256, ssh-rsa … */
  type: string;
  /** SHA256:… without padding, as ssh-keygen prints it. */
  sha256: string;
  /** Hex in pairs, as older tools print it. */
  md5: string;
};

/** @param key as it travels (RFC 4253, 6.6): begins with its type as a string. */
export function describeHostKey(key: Buffer): HostKey {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  const hash = (name: string) => createHash(name).update(key);
  return {
    type: key.toString('latin1', 4, 4 + length),
    sha256: `SHA256:${hash('sha256').digest('base64').replace(/=+$/, '')}`,
    md5: hash('md5')
      .digest('hex')
      .replace(/..(?=.)/g, '$&:'),
  };
}

/** Whether a fingerprint, SHA256:… with or without padding or MD5 in hex, is that of the key. */
export function fitsFingerprint(key: HostKey, wanted: string): boolean {
  const text = wanted.trim();
  const sha256 = /^SHA256:(.+)$/i.exec(text)?.[1];
  if (sha256) return key.sha256 === `SHA256:${sha256.replace(/=+$/, '')}`;
  const plain = (hex: string) => hex.replace(/^MD5:/i, '').replaceAll(':', '').toLowerCase();
  return plain(text) === plain(key.md5);
}
