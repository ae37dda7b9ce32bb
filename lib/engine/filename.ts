const MAX_BYTES = 255;
const MAX_EXTENSION_BYTES = 32;

// Controls, line and paragraph separators, and the marks that turn text around: they make
// `exe.gpj` look like `jpg.exe`. Letters of right-to-left scripts need none of them.
const INVISIBLE = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;
// Not allowed on Windows, where many of these files end up.
const REFUSED_ON_WINDOWS = /[<>:"|?*]/g;
const RESERVED_ON_WINDOWS = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;

/**
 * A name that is safe as a file of any system, in an URL and in an archive, as near as possible to
 * what was given: no folders, no invisible characters, no Windows device, NFC, at most 255 bytes of
 * UTF-8 with the extension kept, never empty. Emoji and all scripts stay.
 * @param fallback taken when nothing is left of the name.
 */
export function safeFilename(name: string, fallback = 'file'): string {
  const base = name.split(/[/\\]/).findLast((part) => tidy(part) !== '');
  const tidied = fitBytes(tidy(base ?? '') || fallback, MAX_BYTES);
  const stem = tidied.split('.', 1)[0] ?? '';
  return RESERVED_ON_WINDOWS.test(stem.trim()) ? fitBytes(`_${tidied}`, MAX_BYTES) : tidied;
}

/**
 * The same names in the same order, with ` (2)` and so on before the extension of those that another
 * one has already. `A.txt` and `a.txt` count as the same: on many disks they are.
 * @param names safe ones; the results are as well.
 */
export function distinctFilenames(names: readonly string[]): string[] {
  // A name that somebody really has goes before one made up here.
  const given = new Set(names.map(folded));
  const taken = new Set<string>();
  const nextNumber = new Map<string, number>();
  return names.map((name) => {
    let candidate = name;
    let number = nextNumber.get(folded(name)) ?? 2;
    while (taken.has(folded(candidate)) || (candidate !== name && given.has(folded(candidate)))) {
      candidate = withSuffix(name, ` (${number})`);
      number += 1;
    }
    nextNumber.set(folded(name), number);
    taken.add(folded(candidate));
    return candidate;
  });
}

function tidy(name: string): string {
  return name
    .toWellFormed()
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(REFUSED_ON_WINDOWS, '_')
    .replace(/^\s+|[\s.]+$/gu, '');
}

/** As case-insensitive disks compare. Upper case first: it tells fewer letters apart (ß, ſ). */
function folded(name: string): string {
  return name.toUpperCase().toLowerCase().normalize('NFC');
}

function withSuffix(name: string, suffix: string): string {
  const [stem, extension] = split(name);
  return cutBytes(stem, MAX_BYTES - bytes(suffix) - bytes(extension)) + suffix + extension;
}

function fitBytes(name: string, max: number): string {
  if (bytes(name) <= max) return name;
  const [stem, extension] = split(name);
  return cutBytes(stem, max - bytes(extension)) + extension;
}

/** Stem and extension with its dot; both of `.tar.gz` belong together. */
function split(name: string): [string, string] {
  const extension = /(?!^)(?:\.tar)?\.[^.\s]+$/iu.exec(name)?.[0] ?? '';
  if (bytes(extension) > MAX_EXTENSION_BYTES) return [name, ''];
  return [name.slice(0, name.length - extension.length), extension];
}

/** Whole user-visible characters only: half an emoji is another emoji, or none. */
function cutBytes(text: string, max: number): string {
  let kept = '';
  let left = max;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= bytes(segment);
    if (left < 0) break;
    kept += segment;
  }
  // One "character" may be a letter under a thousand accents.
  if (kept === '')
    for (const point of text)
      if (bytes(kept + point) <= max) kept += point;
      else break;
  return kept.replace(/[\s.]+$/u, '') || '_';
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
