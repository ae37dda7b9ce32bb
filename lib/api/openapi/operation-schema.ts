import { z } from 'zod';
import type { Choice } from '#lib/operations/choice.ts';
import type { Field } from '#lib/operations/field.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { tidy } from './answer-schemas.ts';
import type { JsonSchema } from './document-types.ts';

/** `import/azure/blob` → `ImportAzureBlob`. */
export const operationName = (id: string): string =>
  id
    .split(/[/-]/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');

/**
 * The body that creates a task of an operation, from its one declaration. Unknown fields are passed over,
 * as the wire does.
 */
export function bodySchema(operation: Operation): JsonSchema {
  const { wireObject, fields, choices, kind } = operation;
  const plain = tidy(z.toJSONSchema(wireObject, { io: 'output' })) as JsonSchema;
  const described = Object.entries(fields).map(([name, field]) => [
    name,
    { ...plain.properties?.[name], ...hints(field) },
  ]);
  const { additionalProperties: _, ...schema } = plain;
  const rules = choices.flatMap(ruleOf);
  return {
    ...schema,
    title: operation.title,
    description: operation.summary,
    properties: {
      ...(kind === 'export' ? { input: plain.properties?.input ?? {} } : {}),
      ...Object.fromEntries(described),
    },
    ...(rules.length > 0 ? { allOf: rules } : {}),
  };
}

/** What the wire does not check, and a reader wants to know. */
function hints({ meta, redact }: Field): JsonSchema {
  const { default: standard, options, suggestions, placeholder, addition, secret } = meta;
  const known = options?.map(({ value }) => value) ?? suggestions?.map(({ value }) => value);
  // A placeholder of a secret would read like one.
  const example = secret && !redact ? undefined : placeholder;
  const examples = known ?? (example === undefined ? undefined : [typed(example, meta.widget)]);
  return {
    ...(standard === undefined ? {} : { default: standard }),
    ...(examples ? { examples } : {}),
    ...(addition ? { 'x-addition': true } : {}),
  };
}

const typed = (text: string, widget: string) => (widget === 'number' ? Number(text) : text);

/** Which of the fields of a choice have to be there, and which not together. */
function ruleOf(choice: Choice): JsonSchema[] {
  const sets = choice.options.map(({ fields }) => [...fields]).filter((set) => set.length > 0);
  const required = sets.map((names): JsonSchema => ({ required: names }));
  if (choice.required) return [{ [choice.exclusive ? 'oneOf' : 'anyOf']: required }];
  return choice.exclusive && required.length > 1 ? [{ not: { required: sets.flat() } }] : [];
}

/** A body that could be sent, with words in capitals where a secret or something of one's own goes. */
export function exampleBody({ fields, choices, kind }: Operation): Record<string, unknown> {
  const chosen = choices.flatMap(({ options, required }) =>
    required ? (options[0]?.fields ?? []) : [],
  );
  const wanted = Object.entries(fields).filter(
    ([name, field]) => field.required || chosen.includes(name),
  );
  const values = wanted.map(([name, { meta, redact }]) => {
    const own = meta.secret && !redact ? undefined : meta.placeholder;
    const text = own ?? meta.suggestions?.[0]?.value ?? `YOUR_${name.toUpperCase()}`;
    return [name, typed(text, meta.widget)];
  });
  return {
    ...(kind === 'export' ? { input: '73df1e16-fd8b-47a1-a156-f197babde91a' } : {}),
    ...Object.fromEntries(values),
  };
}
