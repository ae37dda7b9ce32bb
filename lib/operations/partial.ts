import { z } from 'zod';
import { fieldsOfOption } from './choice.ts';
import type { Field, Fields } from './field.ts';
import { formSchema } from './form-schema.ts';
import type { Operation } from './operation.ts';

/** A secret that is stored already: whatever its control holds is right, and none of it is sent. */
function storedField(field: Field): Field {
  const anything = z.unknown().transform(() => undefined);
  return { ...field, form: anything, formRequired: anything };
}

/** A field that is filled in later: empty is right, too. */
function laterField(field: Field): Field {
  const lenient = z.unknown().transform((value, context) => {
    if (JSON.stringify(value) === JSON.stringify(field.toForm(undefined))) return undefined;
    const parsed = field.form.safeParse(value);
    for (const { message, path } of parsed.error?.issues ?? [])
      context.addIssue({ code: 'custom', message, path: [...path] });
    return parsed.data;
  });
  const meta = { ...field.meta, required: false };
  return { ...field, required: false, meta, form: lenient, formRequired: lenient };
}

type Parts = {
  /** Names of secrets that are stored and stay as they are. */
  stored?: readonly string[];
  /** Names of fields that may be left empty now. */
  later?: readonly string[];
};

/** The operation with a form for options of which a part is stored, or comes later. */
export function partialOperation(
  operation: Operation,
  { stored = [], later = [] }: Parts,
): Operation {
  const fields = Object.fromEntries(
    Object.entries(operation.fields).map(([name, field]) => {
      if (stored.includes(name)) return [name, storedField(field)];
      return [name, later.includes(name) ? laterField(field) : field];
    }),
  );
  return withFields(operation, fields, operation.choices);
}

/**
 * The operation with these fields only, as whoever uses a destination fills them in. A choice keeps the
 * options that can still be taken; with only one left there is nothing to choose.
 *
 * @param stored secrets among them that are stored: left empty, they stay as they are.
 */
export function openPart(
  operation: Operation,
  open: readonly string[],
  stored: readonly string[] = [],
): Operation {
  const fields = Object.fromEntries(
    Object.entries(operation.fields).flatMap(([name, field]) => {
      if (!open.includes(name)) return [];
      return [[name, stored.includes(name) ? laterField(field) : field]];
    }),
  );
  const choices = operation.choices.flatMap((choice) => {
    const options = choice.options
      .filter((option) => option.fields.every((name) => open.includes(name)))
      .map((option) => ({
        ...option,
        optional: (option.optional ?? []).filter((name) => open.includes(name)),
      }));
    const some = options.some((option) => fieldsOfOption(option).length > 0);
    return some && options.length > 1 ? [{ ...choice, options }] : [];
  });
  return withFields(operation, fields, choices);
}

function withFields(
  operation: Operation,
  fields: Fields,
  choices: Operation['choices'],
): Operation {
  const form = formSchema({ fields, choices }) as Operation['form'];
  return { ...operation, fields, choices, form };
}
