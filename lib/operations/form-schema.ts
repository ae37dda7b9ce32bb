import { z } from 'zod';
import { activeFields, type Choice, type ChoiceOption } from './choice.ts';
import type { Fields, FormValue } from './field.ts';

/**
 * What the form holds: a value for each field, and for each choice the id of the option that is
 * chosen. Fields of options that are not chosen keep their values; they are neither looked at nor sent.
 */
export type FormValues = {
  fields: Record<string, FormValue>;
  choices: Record<string, string>;
};

type Base = { fields: Fields; choices: readonly Choice[] };

const Frame = z.object({
  fields: z.record(z.string(), z.unknown()),
  choices: z.record(z.string(), z.string()),
});

/**
 * The strict schema: FormValues in, wire options out, without what is empty or not chosen. Issues
 * have paths below `fields`, so that they stand where the form registers its controls.
 */
export function formSchema(base: Base): z.ZodType<Record<string, unknown>> {
  return z.unknown().transform((values, context) => {
    const frame = Frame.safeParse(values);
    if (!frame.success) {
      context.addIssue('The form could not be read. Load the page anew.');
      return z.NEVER;
    }
    const options: Record<string, unknown> = {};
    for (const { name, necessary } of activeFields(base, frame.data.choices)) {
      const field = base.fields[name];
      if (!field) continue;
      // A control that was never shown holds nothing, in the shape of its kind.
      const held = frame.data.fields[name] ?? field.toForm(undefined);
      const parsed = (necessary ? field.formRequired : field.form).safeParse(held);
      for (const issue of parsed.error?.issues ?? []) {
        const path = ['fields', name, ...issue.path];
        context.addIssue({ code: 'custom', path, message: issue.message });
      }
      if (parsed.success && parsed.data !== undefined) options[name] = parsed.data;
    }
    return options;
  });
}

/**
 * Wire options as form values: to start the form with, or to open it again. Each choice stands at
 * the option of which most is there.
 */
export function formValues(
  base: Base,
  options: Readonly<Record<string, unknown>> = {},
): FormValues {
  const fields = Object.fromEntries(
    Object.entries(base.fields).map(([name, field]) => [name, field.toForm(options[name])]),
  );
  const choices = Object.fromEntries(
    base.choices.map((choice) => {
      const present = (option: ChoiceOption) =>
        option.fields.filter((name) => options[name] !== undefined && options[name] !== '').length;
      const best = choice.options.reduce((a, b) => (present(b) > present(a) ? b : a));
      return [choice.id, best.id];
    }),
  );
  return { fields, choices };
}

/**
 * What the form would send if it were sent now, for a preview: what is valid in the wire's types, what
 * is not valid yet as it was typed.
 */
export function draftOptions(base: Base, values: FormValues): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const { name } of activeFields(base, values.choices)) {
    const field = base.fields[name];
    const held = values.fields[name];
    if (!field || held === undefined) continue;
    const parsed = field.form.safeParse(held);
    const value = parsed.success ? parsed.data : typeof held === 'string' ? held : undefined;
    if (value !== undefined && value !== '') options[name] = value;
  }
  return options;
}
