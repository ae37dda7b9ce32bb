import { chosenOption, fieldsOfOption } from './choice.ts';
import type { Operation } from './operation.ts';

type Declared = Pick<Operation, 'fields'>;
type Options = Readonly<Record<string, unknown>>;

/** Names of the fields that say where secrets go, and as whom. */
export function placeFields({ fields }: Declared): string[] {
  return Object.keys(fields).filter((name) => fields[name]?.meta.decidesPlace);
}

/**
 * Names of the fields in which two sets of options lead to different places. What is left out counts as
 * what holds then; of a secret, the part that may be shown is compared.
 */
export function changedPlace(operation: Declared, before: Options, after: Options): string[] {
  const read = (options: Options, name: string) => {
    const { meta, redact } = operation.fields[name] ?? {};
    const value = options[name] ?? meta?.default;
    return JSON.stringify(redact?.(value) ?? value ?? null);
  };
  return placeFields(operation).filter((name) => read(before, name) !== read(after, name));
}

/** Names of the secrets that some id identifies, each with that id's name. */
export function secretIds({ fields }: Declared): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, { meta }]) =>
      meta.identifies ? [[meta.identifies, name]] : [],
    ),
  );
}

/** The last four characters of an id, for those who need not know it whole. */
export function endingOf(id: unknown): string | undefined {
  return typeof id === 'string' && id.length > 8 ? id.slice(-4) : undefined;
}

/** What is shown of options to whoever may use them: ids are cut to their last four characters. */
export function shortenIds(operation: Declared, options: Options): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => {
      const ending = operation.fields[name]?.meta.identifies && endingOf(value);
      return [name, ending ? `…${ending}` : value];
    }),
  );
}

/** Names of the fields that a choice leaves out when this one is given: other ways to say the same. */
export function ousted({ choices }: Pick<Operation, 'choices'>, given: string): string[] {
  return choices.flatMap((choice) => {
    const own = choice.options.find((option) => fieldsOfOption(option).includes(given));
    if (!own) return [];
    const kept = fieldsOfOption(chosenOption(choice, { [choice.id]: own.id }));
    return choice.options.flatMap(fieldsOfOption).filter((name) => !kept.includes(name));
  });
}
