import { randomBytes } from 'node:crypto';

/** Bytes that a name between slashes may have on about every file system. */
export const LONGEST_SEGMENT = 255;

/** The folder that a file lies in; empty for the one where the account starts. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === 0 ? '/' : path.slice(0, Math.max(0, slash));
}

/**
 * A name beside the file's own, hidden, which nobody else uses. In the same folder, since a file can be
 * renamed within one file system only.
 * @param mark what makes it one; hex.
 */
export function temporaryPath(path: string, mark = randomBytes(6).toString('hex')): string {
  const slash = path.lastIndexOf('/') + 1;
  const end = `.${mark}.slipway-part`;
  const room = LONGEST_SEGMENT - 1 - Buffer.byteLength(end);
  let stem = '';
  let bytes = 0;
  // Whole characters only: half of one is no UTF-8.
  for (const character of path.slice(slash)) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    stem += character;
  }
  return `${path.slice(0, slash)}.${stem}${end}`;
}

/**
 * Where a file is, for people: as it stands, not encoded, so that it reads like the name that was given.
 * @param home the folder where the account starts; undefined when the server does not say.
 */
export function locationOf(address: string, path: string, home: string | undefined): string {
  if (path.startsWith('/')) return `sftp://${address}${path}`;
  const start = home === undefined ? '/~' : home.replace(/\/+$/, '');
  return `sftp://${address}${start}/${path.replace(/^(?:\.\/)+/, '')}`;
}
