import type { Algorithms } from 'ssh2';

/** What is offered to a server, the preferred ones first. */
export type Offer = Required<Algorithms> & {
  [Kind in keyof Algorithms]-?: Extract<Algorithms[Kind], readonly unknown[]>;
};

const CURRENT: Offer = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group-exchange-sha256',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
  ],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  // GCM first: it is one pass over the bytes; ChaCha20 costs the library several times as much.
  cipher: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
    'chacha20-poly1305@openssh.com',
  ],
  hmac: [
    'hmac-sha2-256-etm@openssh.com',
    'hmac-sha2-512-etm@openssh.com',
    'hmac-sha2-256',
    'hmac-sha2-512',
  ],
  // Files that are converted are compressed already.
  compress: ['none'],
};

/** Broken or weak, and all that some old servers have. */
const OLD: Offer = {
  kex: [
    'diffie-hellman-group-exchange-sha1',
    'diffie-hellman-group14-sha1',
    'diffie-hellman-group1-sha1',
  ],
  serverHostKey: ['ssh-rsa', 'ssh-dss'],
  cipher: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'],
  hmac: ['hmac-sha1-etm@openssh.com', 'hmac-sha1', 'hmac-md5'],
  compress: [],
};

/** @param legacy with the old ones behind the current ones. */
export function offerAlgorithms(legacy: boolean): Offer {
  if (!legacy) return CURRENT;
  return {
    kex: [...CURRENT.kex, ...OLD.kex],
    serverHostKey: [...CURRENT.serverHostKey, ...OLD.serverHostKey],
    cipher: [...CURRENT.cipher, ...OLD.cipher],
    hmac: [...CURRENT.hmac, ...OLD.hmac],
    compress: CURRENT.compress,
  };
}

/** The type of host key that an algorithm signs with: RSA keys sign in three ways. */
export function hostKeyType(algorithm: string): string {
  return algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm;
}
