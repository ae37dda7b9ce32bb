import fc, { type Arbitrary } from 'fast-check';
import type { ApiDocument, JsonSchema } from './document-types.ts';

/**
 * Values that a schema allows, as far as the document's own schemas go: what `allOf` adds about fields that
 * go together is left to chance, so that some of them are refused.
 */
export function arbitraryOf(document: ApiDocument, schema: JsonSchema): Arbitrary<unknown> {
  const of = (one: JsonSchema) => arbitraryOf(document, one);
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return of(document.components.schemas[name] ?? {});
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const known = schema.examples?.length ? [fc.constantFrom(...schema.examples)] : [];
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(of));
  const parts = schema.allOf?.filter(({ $ref, properties }) => $ref ?? properties) ?? [];
  if (parts.length > 0) {
    return fc.tuple(...parts.map(of)).map((all) => Object.assign({}, ...all.reverse()));
  }
  switch (schema.type) {
    case 'object':
      return objectOf(schema, of);
    case 'array':
      return fc.array(of(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 3 });
    case 'integer':
      return fc.oneof(fc.integer(), ...known);
    case 'boolean':
      return fc.boolean();
    case 'string':
      return schema.format === 'uuid' ? fc.uuid() : fc.oneof(fc.string(), TEXT, ...known);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** Any character there is, whole or half. */
const TEXT = fc.string({ unit: 'binary' });

function objectOf(
  {
    properties = {},
    required = [],
    additionalProperties,
    minProperties = 0,
    propertyNames,
  }: JsonSchema,
  of: (schema: JsonSchema) => Arbitrary<unknown>,
): Arbitrary<object> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, of(schema)]),
  );
  const plain = fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
  if (typeof additionalProperties !== 'object') return plain;
  const name = propertyNames?.pattern
    ? fc.stringMatching(new RegExp(propertyNames.pattern))
    : fc.string({ minLength: 1 });
  const rest = fc.dictionary(name, of(additionalProperties), {
    minKeys: minProperties,
    maxKeys: 3,
  });
  return fc.tuple(rest, plain).map(([more, own]) => ({ ...more, ...own }));
}

/** One field of an object replaced by anything, or taken out. */
export const spoil = (good: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.tuple(good, fc.nat(), fc.option(fc.jsonValue())).map(([value, which, wild]) => {
    if (typeof value !== 'object' || value === null) return wild;
    const names = Object.keys(value);
    const name = names[which % (names.length || 1)];
    if (name === undefined) return wild;
    const { [name]: _, ...rest } = value as Record<string, unknown>;
    return wild === null ? rest : { ...rest, [name]: wild };
  });
