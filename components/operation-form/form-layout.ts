import { activeFields, type Choice, fieldsOfOption } from '#lib/operations/choice.ts';
import { FIELD_GROUPS, type FieldGroup } from '#lib/operations/field.ts';
import type { Operation } from '#lib/operations/operation.ts';

export type FormItem = { kind: 'field'; name: string } | { kind: 'choice'; choice: Choice };
export type FormSection = { group: FieldGroup; title: string; items: FormItem[] };

export type FormLayout = {
  /** Always in sight: what is required, and the choices. */
  main: FormSection[];
  /** Folded, unless there is nothing else. */
  more: FormSection[];
};

type Declared = Pick<Operation, 'fields' | 'choices'>;

/** Which controls stand where: required first, each group under its title. */
export function layOut({ fields, choices }: Declared): FormLayout {
  const inChoices = new Set(
    choices.flatMap((choice) => choice.options.flatMap((option) => fieldsOfOption(option))),
  );
  const free = Object.keys(fields).filter((name) => !inChoices.has(name));
  const ofGroup = (group: FieldGroup, required: boolean): FormItem[] =>
    free
      .filter((name) => fields[name]?.meta.group === group && fields[name]?.required === required)
      .map((name) => ({ kind: 'field', name }));
  const sections = (itemsOf: (group: FieldGroup) => FormItem[]): FormSection[] =>
    (Object.keys(FIELD_GROUPS) as FieldGroup[])
      .map((group) => ({ group, title: FIELD_GROUPS[group], items: itemsOf(group) }))
      .filter((section) => section.items.length > 0);
  const main = sections((group) => [
    ...ofGroup(group, true),
    ...choices
      .filter((choice) => choice.group === group)
      .map((choice): FormItem => ({ kind: 'choice', choice })),
  ]);
  const more = sections((group) => ofGroup(group, false));
  return main.length > 0 ? { main, more } : { main: more, more: [] };
}

/** Names of the fields of sections, those of choices left out. */
export function fieldNames(sections: readonly FormSection[]): string[] {
  return sections.flatMap((section) =>
    section.items.flatMap((item) => (item.kind === 'field' ? [item.name] : [])),
  );
}

/** Names of the fields that are on the form under these choices, in no order. */
export function shownFields(
  operation: Declared,
  chosen: Readonly<Record<string, string>>,
): Set<string> {
  return new Set(activeFields(operation, chosen).map(({ name }) => name));
}
