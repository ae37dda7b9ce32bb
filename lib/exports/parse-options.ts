import { Failure, type FieldErrors } from '#lib/errors.ts';
import { formValues } from '#lib/operations/form-schema.ts';
import type { Operation } from '#lib/operations/operation.ts';

/**
 * Checks options as strictly as the form does, and once more here: what a browser sends is only a
 * claim. Takes and gives wire names and types; what is empty is left out.
 *
 * @throws Failure INVALID_DATA with `fields` by wire name.
 */
export function parseOptions(
  operation: Operation,
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const parsed = operation.form.safeParse(formValues(operation, options));
  if (parsed.success) return parsed.data;
  const fields: FieldErrors = {};
  for (const issue of parsed.error.issues) {
    const [first, ...rest] = issue.path.map(String);
    const name = (first === 'fields' ? rest : [first, ...rest]).join('.');
    fields[name] = [...(fields[name] ?? []), issue.message];
  }
  throw new Failure('INVALID_DATA', undefined, { fields });
}
