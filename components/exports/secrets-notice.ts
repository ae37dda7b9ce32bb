import type { Operation } from '#lib/operations/operation.ts';
import { getField } from '#lib/operations/operation.ts';

/** What to fill in anew when an export is run again with edits. Undefined when there is nothing. */
export function secretsNotice(
  operation: Operation,
  secretNames: readonly string[],
): string | undefined {
  if (secretNames.length === 0) return undefined;
  const labels = secretNames.map((name) => getField(operation, name).meta.label);
  return `Secrets are not kept with an export. Fill in anew: ${labels.join(', ')}.`;
}
