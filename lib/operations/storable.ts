/**
 * Whether a database keeps the text as it is: PostgreSQL has no U+0000, and half of a character is none in
 * UTF-8.
 */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** Dotted paths of texts and keys in plain JSON that cannot be stored. @param skips a key's value is not looked at. */
export function* findUnstorable(
  value: unknown,
  skips: (key: string) => boolean = () => false,
  path: readonly string[] = [],
): Generator<string> {
  if (typeof value === 'string') {
    if (!isStorable(value)) yield path.join('.');
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, key];
    if (!isStorable(key)) yield at.join('.').replaceAll('\0', '').toWellFormed();
    else if (!skips(key)) yield* findUnstorable(inner, skips, at);
  }
}

export const UNSTORABLE =
  'It has a character in it that cannot be stored: U+0000, or half of a character.';
