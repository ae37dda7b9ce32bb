import type { Operation } from './operation.ts';

/** What stands in a prefix for something that is only known at each use. */
export const PLACEHOLDERS = {
  yyyy: 'the year',
  mm: 'the month',
  dd: 'the day',
  hh: 'the hour',
  person: 'who exports',
  team: 'the team',
  operation: 'the kind of destination',
} as const;
type Placeholder = keyof typeof PLACEHOLDERS;

export type PrefixFacts = { at: Date; person: string; team: string; operation: string };

const ANY = /\{([^{}]*)\}/g;

/** Says what is wrong with a prefix; undefined when nothing is. */
export function checkPrefix(prefix: string): string | undefined {
  for (const [found, name] of prefix.matchAll(ANY)) {
    if (!Object.hasOwn(PLACEHOLDERS, name ?? '')) {
      const known = Object.keys(PLACEHOLDERS).map((each) => `{${each}}`);
      return `There is no placeholder ${found}. There are ${known.join(' ')}`;
    }
  }
  if (/[{}]/.test(prefix.replace(ANY, ''))) return 'A brace stands alone. Placeholders are {yyyy}.';
  if (/\p{Cc}/u.test(prefix)) return 'A prefix cannot contain control characters or line breaks.';
  return leavesFolder(prefix) ? 'A prefix cannot contain “..” as a folder.' : undefined;
}

/** A prefix as it stands at one use. Times are UTC; names become one folder without odd signs. */
export function expandPrefix(prefix: string, { at, person, team, operation }: PrefixFacts): string {
  const two = (number: number) => `${number}`.padStart(2, '0');
  const values: Record<Placeholder, string> = {
    yyyy: `${at.getUTCFullYear()}`,
    mm: two(at.getUTCMonth() + 1),
    dd: two(at.getUTCDate()),
    hh: two(at.getUTCHours()),
    person: folderName(person),
    team: folderName(team),
    operation: folderName(operation.replace(/^export\//, '')),
  };
  return prefix.replace(ANY, (found, name: string) => values[name as Placeholder] ?? found);
}

/** A text without what an earlier use of this prefix put before it; undefined when it is not there. */
export function withoutPrefix(prefix: string, text: string): string | undefined {
  const pattern = prefix
    .split(/(\{[^{}]*\})/)
    .map((part) => (part.startsWith('{') ? '[^/]+' : RegExp.escape(part)))
    .join('');
  const found = new RegExp(`^${pattern}`, 'u').exec(text);
  return found ? text.slice(found[0].length) : undefined;
}

/** Letters and digits of any script, hyphens for the rest: never empty, never more than one folder. */
function folderName(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return plain || 'unnamed';
}

/** Which option the prefix goes into, by what the options say of names. */
function carrierOf({ naming }: Pick<Operation, 'naming'>, options: Record<string, unknown>) {
  const { pattern, prefix, folder } = naming;
  if (pattern && options[pattern]) return { name: pattern, isPattern: true };
  const name = folder ?? prefix;
  return name ? { name, isPattern: false } : undefined;
}

/**
 * The options with an expanded prefix before every name. Signs of the exact name's own placeholders are
 * doubled: `%d` in a person's name is no number.
 */
export function putPrefix(
  operation: Pick<Operation, 'naming'>,
  options: Readonly<Record<string, unknown>>,
  expanded: string,
): Record<string, unknown> {
  const carrier = expanded === '' ? undefined : carrierOf(operation, options);
  if (!carrier) return { ...options };
  const before = carrier.isPattern ? expanded.replaceAll('%', '%%') : expanded;
  const held = options[carrier.name];
  return { ...options, [carrier.name]: before + (typeof held === 'string' ? held : '') };
}

/** The field that says where names begin and is absolute, so that nothing can go before it. */
export function findAbsolute(
  operation: Pick<Operation, 'naming'>,
  options: Readonly<Record<string, unknown>>,
): string | undefined {
  const carrier = carrierOf(operation, options);
  const held = carrier && options[carrier.name];
  return typeof held === 'string' && held.startsWith('/') ? carrier?.name : undefined;
}

/** Whether a name leads out of a folder it seems to be in, on any kind of server. */
export function leavesFolder(name: string): boolean {
  return name.split(/[/\\]/).some((part) => part.trim() === '..' || part.trim() === '.');
}

/** Whether all names begin with what is allowed, as they stand and as a server would resolve them. */
export function isWithin(allowed: string, names: readonly string[]): boolean {
  return names.every((name) => name.startsWith(allowed) && !leavesFolder(name));
}
