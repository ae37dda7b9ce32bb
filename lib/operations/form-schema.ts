import { z } from 'zod';
import type { Fields, FormValue } from './field.ts';
import type { Choice, ChoiceOption } from './operation.ts';

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

/** The option that stands chosen: the first until somebody chooses. */
export function chosenOption(
  choice: Choice,
  choices: Readonly<Record<string, string>>,
): ChoiceOption {
  const chosen = choice.options.find((option) => option.id === choices[choice.id]);
  const option = chosen ?? choice.options[0];
  if (!option) throw new Error(`The choice ${choice.id} has no options.`);
  return option;
}

/** Fields that take part under these choices, and which of them a choice makes necessary. */
export function activeFields(
  { fields, choices }: Base,
  chosen: Readonly<Record<string, string>>,
): { name: string; necessary: boolean }[] {
  const options = choices.map((choice) => chosenOption(choice, chosen));
  const necessary = new Set(options.flatMap((option) => option.fields));
  const active = new Set([...necessary, ...options.flatMap((option) => option.optional ?? [])]);
  const inChoices = new Set(
    choices.flatMap((choice) =>
      choice.options.flatMap((option) => [...option.fields, ...(option.optional ?? [])]),
    ),
  );
  return Object.keys(fields)
    .filter((name) => !inChoices.has(name) || active.has(name))
    .map((name) => ({ name, necessary: necessary.has(name) || fields[name]?.required === true }));
}

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
