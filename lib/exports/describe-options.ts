import type { Operation } from '#lib/operations/operation.ts';
import { withoutSecrets } from '#lib/operations/secrets.ts';

/**
 * Options as the form calls them, in the form's order; what was left at nothing is left out.
 *
 * @param secretNames of secrets that were given: they are named, not shown.
 */
export function describeOptions(
  operation: Operation,
  options: Readonly<Record<string, unknown>>,
  secretNames: readonly string[] = [],
): { label: string; value: string }[] {
  const open = withoutSecrets(operation, options);
  return Object.entries(operation.fields).flatMap(([name, field]) => {
    const value = open[name];
    if (value === undefined && secretNames.includes(name))
      return [{ label: field.meta.label, value: 'given, not kept' }];
    if (value === undefined || value === null || value === '' || value === false) return [];
    const { label, options: choices } = field.meta;
    const choice = choices?.find((one) => one.value === value);
    return [{ label, value: choice?.label ?? sayValue(value) }];
  });
}

function sayValue(value: unknown): string {
  if (value === true) return 'Yes';
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, one]) => `${key}: ${one}`)
    .join('\n');
}
