import type { Options } from '../../delivery/target.ts';

/** https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#blob-names */
const LONGEST = 1024;
const MOST_SEGMENTS = 254;

/** Why a blob cannot have a name, as a sentence: what Azure refuses, and what it would change in silence. */
export function refuseName(name: string, options: Options): string | undefined {
  if (name === '') return 'A blob’s name cannot be empty.';
  if (!name.isWellFormed()) return `“${name}” has half a character in it, which cannot be sent.`;
  if (name.length > LONGEST) {
    return `“${name.slice(0, 60)}…” has ${name.length.toLocaleString('en')} characters; a blob’s name on Azure has 1,024 at most.`;
  }
  if (/\p{Cc}/u.test(name))
    return `“${name}” has control characters in it, which Azure does not take.`;
  if (name.includes('\\')) {
    return `“${name}” has a backslash in it, which Azure would turn into a slash. Rename the file.`;
  }
  if (name.endsWith('/')) return `“${name}” ends with a slash, which no file on Azure can.`;
  const segments = name.split('/');
  if (segments.length > MOST_SEGMENTS) {
    return `“${name.slice(0, 60)}…” lies ${segments.length} folders deep; Azure takes ${MOST_SEGMENTS} at most.`;
  }
  const dotted = segments.find((segment) => segment.endsWith('.'));
  if (dotted !== undefined) {
    return `“${name}” has “${dotted}” in it, which ends with a dot: Azure would drop the dot. Rename the file.`;
  }
  if (options.container === '$root' && segments.length > 1) {
    return `“${name}” has a slash in it, which blobs in the container $root cannot have.`;
  }
  return undefined;
}
