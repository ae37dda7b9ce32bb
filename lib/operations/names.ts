import type { Operation } from './operation.ts';

export type Naming = {
  /** The whole name, with placeholders when there are several files. */
  pattern?: string | undefined;
  /** Put before the file's own name as it stands. */
  prefix?: string | undefined;
  /** A folder: one slash stands between it and the file's own name. */
  folder?: string | undefined;
};

export type NamedFiles =
  | { ok: true; names: string[] }
  | { ok: false; code: 'NAME_COLLISION'; message: string };

/** `%d` counts, `%03d` counts with zeros in front, `%%` is a per cent sign; any other `%` is itself. */
const PLACEHOLDER = /%%|%(?:0(\d{1,2}))?d/g;

/** Whether a name counts the files that it is used for. */
export function hasPlaceholder(pattern: string): boolean {
  return (pattern.match(PLACEHOLDER) ?? []).some((found) => found !== '%%');
}

/** The name for the file of that number, from 1. */
export function numberedName(pattern: string, number: number): string {
  return pattern.replace(PLACEHOLDER, (found, width: string | undefined) =>
    found === '%%' ? '%' : `${number}`.padStart(Number(width ?? 0), '0'),
  );
}

/**
 * The names that files get at a target, in the order of the files. Pure. All names differ: the second
 * `a.pdf` becomes `a (2).pdf`. Whether a target takes the name is not looked at here.
 */
export function nameFiles({
  pattern,
  prefix,
  folder,
  filenames,
}: Naming & { filenames: readonly string[] }): NamedFiles {
  if (pattern) {
    if (filenames.length > 1 && !hasPlaceholder(pattern)) {
      return {
        ok: false,
        code: 'NAME_COLLISION',
        message: `${filenames.length} files would all be called “${numberedName(pattern, 1)}”. Put %d where their number is to stand, as in “${exampleOf(pattern)}”.`,
      };
    }
    return {
      ok: true,
      names: distinct(filenames.map((_, index) => numberedName(pattern, index + 1))),
    };
  }
  const before = folder
    ? `${folder.replace(/(?<=.)\/+$/, '').replace(/\/?$/, '/')}`
    : (prefix ?? '');
  return { ok: true, names: distinct(filenames.map((name) => before + name)) };
}

function exampleOf(pattern: string): string {
  const { stem, extension } = splitExtension(pattern);
  return `${stem}-%d${extension}`;
}

/** `report.tar.gz` is `report` and `.tar.gz`; `.profile` has no extension; folders are not looked at. */
function splitExtension(name: string): { stem: string; extension: string } {
  const match = /[^/](?<extension>(?:\.tar)?\.[^./\s]{1,16})$/u.exec(name);
  const extension = match?.groups?.extension ?? '';
  return { stem: name.slice(0, name.length - extension.length), extension };
}

/** First comes first: a later namesake moves to the next number that nobody has. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set(names);
  const given = new Set<string>();
  const next = new Map<string, number>();
  return names.map((name) => {
    if (!given.has(name)) {
      given.add(name);
      return name;
    }
    const free = nextName(name, taken, next.get(name));
    next.set(name, free.number + 1);
    taken.add(free.name);
    given.add(free.name);
    return free.name;
  });
}

/** The next of `name (2)`, `name (3)` … that is not taken. @param number where to begin. */
export function nextName(
  name: string,
  taken: ReadonlySet<string>,
  number = 2,
): { name: string; number: number } {
  const { stem, extension } = splitExtension(name);
  const candidate = `${stem} (${number})${extension}`;
  return taken.has(candidate) ? nextName(name, taken, number + 1) : { name: candidate, number };
}

/** The names that an operation gives to files, by the options that it was given. */
export function namesFor(
  operation: Pick<Operation, 'naming'>,
  options: Readonly<Record<string, unknown>>,
  filenames: readonly string[],
): NamedFiles {
  const { pattern, prefix, folder } = operation.naming;
  const read = (name: string | undefined) => {
    const value = name === undefined ? undefined : options[name];
    return typeof value === 'string' ? value : undefined;
  };
  return nameFiles({
    pattern: read(pattern),
    prefix: read(prefix),
    folder: read(folder),
    filenames,
  });
}
