import { LONGEST_SEGMENT } from './remote-path.ts';

/**
 * Why a name cannot be used. `..` would lead out of the folder that was meant; `.` and `//` are refused
 * since two names that differ would be the same file, and one would overwrite the other.
 */
export function refuseName(name: string): string | undefined {
  if (name === '' || name === '/') return 'A file needs a name.';
  if (!name.isWellFormed()) return `“${name}” has half a character in it, which cannot be sent.`;
  if (name.includes('\0')) return `“${name}” has a zero byte in it, which no server takes.`;
  if (name.endsWith('/')) return `“${name}” ends with a slash: that would be a folder.`;
  const segments = name.replace(/^\//, '').split('/');
  if (segments.includes('')) return `“${name}” has two slashes in a row. Leave one out.`;
  if (segments.includes('..'))
    return `“${name}” leads upwards with “..”. Give the path from where the account starts, or from “/”.`;
  if (segments.includes('.')) return `“${name}” has a “.” for a folder in it. Leave it out.`;
  const long = segments.find((segment) => Buffer.byteLength(segment) > LONGEST_SEGMENT);
  if (long === undefined) return undefined;
  return `“${long.slice(0, 60)}…” has ${Buffer.byteLength(long)} bytes; a name has ${LONGEST_SEGMENT} at most.`;
}
