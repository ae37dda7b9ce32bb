/** Bytes of UTF-8. */
const LONGEST = 1024;

/**
 * Why an object cannot have a name, as a sentence.
 * https://cloud.google.com/storage/docs/objects#naming
 */
export function refuseName(name: string): string | undefined {
  if (name === '') return 'A file in Google Cloud Storage must have a name.';
  if (!name.isWellFormed()) return `“${name}” has half a character in it, which cannot be sent.`;
  const bytes = Buffer.byteLength(name);
  if (bytes > LONGEST) {
    return `“${name.slice(0, 60)}…” has ${bytes.toLocaleString('en')} bytes; a name in Google Cloud Storage has ${LONGEST.toLocaleString('en')} at most.`;
  }
  if (/[\r\n]/.test(name)) {
    return `“${name.replace(/[\r\n]+/g, ' ')}” has a line break in it, which Google Cloud Storage does not take.`;
  }
  if (name === '.' || name === '..') return `Google Cloud Storage takes no file called “${name}”.`;
  if (name.startsWith('.well-known/acme-challenge/')) {
    return `Google Cloud Storage takes no files below “.well-known/acme-challenge/”, as in “${name}”.`;
  }
  return undefined;
}
