import { describe, expect, it } from 'vitest';
import { describeHostKey, fitsFingerprint } from './fingerprint.ts';

/** A well-known one; `ssh-keygen -lf` and `ssh-keygen -E md5 -lf` say what is expected. */
const KEY = Buffer.from(
  'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
  'base64',
);

describe('fingerprints', () => {
  const key = describeHostKey(KEY);

  it('are what ssh-keygen prints', () => {
    expect(key).toEqual({
      type: 'ssh-ed25519',
      sha256: 'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
      md5: '65:96:2d:fc:e8:d5:a9:11:64:0c:0f:ea:00:6e:5b:bd',
    });
  });

  it('fit in every way of writing them', () => {
    for (const wanted of [
      key.sha256,
      `${key.sha256}=`,
      ` ${key.sha256}\n`,
      key.md5,
      `MD5:${key.md5}`,
      key.md5.toUpperCase(),
      key.md5.replaceAll(':', ''),
    ])
      expect(fitsFingerprint(key, wanted), wanted).toBe(true);
  });

  it('do not fit otherwise', () => {
    for (const wanted of ['', 'SHA256:', key.sha256.toLowerCase(), key.sha256.slice(0, -1), 'MD5:'])
      expect(fitsFingerprint(key, wanted), wanted).toBe(false);
  });
});
