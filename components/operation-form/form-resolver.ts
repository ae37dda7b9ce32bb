import { zodResolver } from '@hookform/resolvers/zod';
import type { FieldErrors, Resolver } from 'react-hook-form';
import { chosenOption } from '#lib/operations/choice.ts';
import { draftOptions, type FormValues } from '#lib/operations/form-schema.ts';
import { namesFor } from '#lib/operations/names.ts';
import type { Operation } from '#lib/operations/operation.ts';

/** What the form is checked against, beside its own values. */
export type FormSurroundings = { filenames: readonly string[] };

export type FormResolver = Resolver<FormValues, FormSurroundings, Record<string, unknown>>;

/** The operation's own schema, and what the files outside of the form add to it: one name for several. */
export function formResolver(operation: Operation): FormResolver {
  const bySchema = zodResolver(operation.form) as unknown as FormResolver;
  return async (values, context, options) => {
    const result = await bySchema(values, context, options);
    const collision = findCollision(operation, values, context?.filenames ?? []);
    if (!collision || result.errors.fields?.[collision.field]) return result;
    const found = { type: 'names', message: collision.message };
    const errors = {
      ...result.errors,
      fields: { ...result.errors.fields, [collision.field]: found },
    };
    // A record's own `message` is a field of that name to the types; there is none of that name.
    return { values: {}, errors: errors as FieldErrors<FormValues> };
  };
}

/** Undefined when the operation takes so many files. */
export function tooManyFiles(
  operation: Operation,
  filenames: readonly string[],
): string | undefined {
  if (filenames.length <= operation.maxFiles) return undefined;
  return operation.maxFiles === 1
    ? `${operation.title} sends one file. Remove the others, or export each by itself.`
    : `${operation.title} takes ${operation.maxFiles} files at most.`;
}

function findCollision(
  operation: Operation,
  values: FormValues,
  filenames: readonly string[],
): { field: string; message: string } | undefined {
  const { pattern } = operation.naming;
  const active = operation.choices.some((choice) =>
    chosenOption(choice, values.choices).fields.some((name) => name === pattern),
  );
  if (!pattern || !active) return undefined;
  const named = namesFor(operation, draftOptions(operation, values), filenames);
  return named.ok ? undefined : { field: pattern, message: named.message };
}
