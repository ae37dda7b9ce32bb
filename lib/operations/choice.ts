import type { FieldGroup, Fields } from './field.ts';

/** Fields of which one set is used: flat on the wire, one choice in the form. */
export type Choice<Name extends string = string> = {
  id: string;
  label: string;
  help?: string;
  group: FieldGroup;
  /** At least one option's fields must be there, on the wire too. */
  required: boolean;
  /** Fields of two options at once are refused on the wire. */
  exclusive: boolean;
  options: readonly ChoiceOption<Name>[];
};

export type ChoiceOption<Name extends string = string> = {
  id: string;
  label: string;
  help: string;
  /** Necessary once this option is chosen. */
  fields: readonly Name[];
  /** Belong to this option, may be empty. */
  optional?: readonly Name[];
};

/** All fields of a choice's option, necessary or not. */
export function fieldsOfOption(option: ChoiceOption): string[] {
  return [...option.fields, ...(option.optional ?? [])];
}

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
  { fields, choices }: { fields: Fields; choices: readonly Choice[] },
  chosen: Readonly<Record<string, string>>,
): { name: string; necessary: boolean }[] {
  const options = choices.map((choice) => chosenOption(choice, chosen));
  const necessary = new Set(options.flatMap((option) => option.fields));
  const active = new Set([...necessary, ...options.flatMap((option) => option.optional ?? [])]);
  const inChoices = new Set(choices.flatMap((choice) => choice.options.flatMap(fieldsOfOption)));
  return Object.keys(fields)
    .filter((name) => !inChoices.has(name) || active.has(name))
    .map((name) => ({ name, necessary: necessary.has(name) || fields[name]?.required === true }));
}
