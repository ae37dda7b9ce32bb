import { createSecretKey } from 'node:crypto';
import type { Client, SFTPWrapper } from 'ssh2';

/**
 * What the library (1.17) knows and does not tell. Everything here is looked at before it is used, and
 * goes without it where a later version has it elsewhere.
 */

type InsideSftp = { _extensions?: Record<string, string>; _maxWriteLen?: number };
type InsideClient = { _protocol?: { _cipher?: { _encKey?: unknown } } };

/** What every server takes (draft-ietf-secsh-filexfer-02, 3), with room for what stands around it. */
const LEAST_WRITE = 32_000;

/** Bytes of data that one write may carry: by limits@openssh.com, or what is known of the server. */
export function maxWriteOf(sftp: SFTPWrapper): number {
  const most = (sftp as unknown as InsideSftp)._maxWriteLen;
  return typeof most === 'number' && most > 0 ? most : LEAST_WRITE;
}

/** Names of the extensions that the server has announced. */
export function extensionsOf(sftp: SFTPWrapper): ReadonlySet<string> {
  return new Set(Object.keys((sftp as unknown as InsideSftp)._extensions ?? {}));
}

/**
 * Gives the cipher its key as a KeyObject. The library makes a cipher for each packet, and Node
 * prepares a key that is a Buffer anew each time: 12 of 27 µs for 32 KiB (Node 24). To be called after
 * each exchange of keys.
 */
export function prepareCipherKey(client: Client): void {
  const cipher = (client as unknown as InsideClient)._protocol?._cipher;
  if (cipher && Buffer.isBuffer(cipher._encKey)) cipher._encKey = createSecretKey(cipher._encKey);
}
