/** Bytes of UTF-8, by default; a cloud may set fewer, and says so itself. */
const LONGEST = 1024;

/**
 * Why an object cannot have a name, as a sentence. Swift itself refuses zero bytes, half characters and
 * what is too long; `.` and `..` between slashes would be lost on the way, since URLs resolve them.
 */
export function refuseName(name: string): string | undefined {
  if (name === '') return 'An object in Swift needs a name.';
  if (!name.isWellFormed()) return `“${name}” has half a character in it, which cannot be sent.`;
  const bytes = Buffer.byteLength(name);
  if (bytes > LONGEST) {
    return `“${name.slice(0, 60)}…” has ${bytes.toLocaleString('en')} bytes; a name in Swift has ${LONGEST.toLocaleString('en')} at most.`;
  }
  if (name.includes('\0')) return `“${name}” has a zero byte in it, which Swift does not take.`;
  if (name.split('/').some((part) => part === '.' || part === '..')) {
    return `“${name}” has “.” or “..” between slashes, which addresses cannot hold. Take another name.`;
  }
  return undefined;
}
