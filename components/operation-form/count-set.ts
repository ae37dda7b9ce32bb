import type { FormValues } from '#lib/operations/form-schema.ts';
import { getField, type Operation } from '#lib/operations/operation.ts';

/** How many of these fields hold something other than what holds anyway. */
export function countSet(
  operation: Pick<Operation, 'id' | 'fields'>,
  names: readonly string[],
  values: FormValues,
): number {
  return names.filter((name) => {
    const held = values.fields[name];
    if (Array.isArray(held)) return held.some((row) => row.key !== '' || row.value !== '');
    return held !== undefined && held !== getField(operation, name).toForm(undefined);
  }).length;
}
