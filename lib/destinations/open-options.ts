import { withoutPrefix } from '#lib/operations/prefix.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { secretFields } from '#lib/operations/secrets.ts';

type Open = { operation: string; openFields: readonly string[]; prefix: string | null };

/**
 * What was filled in for an export that was made with a destination, to fill in the same again: of its
 * options those that the destination leaves open now, without the prefix, which is put there anew.
 *
 * @param options of the export, without secrets. @returns null for what was left empty.
 */
export function openOptionsOf(
  { operation: id, openFields, prefix }: Open,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const operation = getOperation(id);
  const secrets = secretFields(operation);
  const names = Object.values(operation.naming);
  return Object.fromEntries(
    openFields.flatMap((name): [string, unknown][] => {
      if (secrets.includes(name)) return [];
      const value = options[name];
      if (!prefix || !names.includes(name)) return [[name, value ?? null]];
      const own = typeof value === 'string' ? withoutPrefix(prefix, value) : undefined;
      // A prefix that has changed since cannot be told from a name.
      return own === undefined ? [] : [[name, own === '' ? null : own]];
    }),
  );
}
