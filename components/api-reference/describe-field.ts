import type { JsonSchema } from '#lib/api/openapi/document-types.ts';

export type FieldRow = {
  name: string;
  type: string;
  required: boolean;
  secret: boolean;
  /** Not in the hosted service's API. */
  addition: boolean;
  description: string;
  /** What holds when it is left out. */
  standard: string | undefined;
  /** Values that it may have, some of them or all. */
  examples: string[];
};

/** The fields of an object's schema, those that must be there first. */
export function describeFields(schema: JsonSchema): FieldRow[] {
  const rows = Object.entries(schema.properties ?? {}).map(
    ([name, field]): FieldRow => ({
      name,
      type: typeOf(field),
      required: schema.required?.includes(name) ?? false,
      secret: field.writeOnly ?? false,
      addition: field['x-addition'] ?? false,
      description: field.description ?? '',
      standard: field.default === undefined ? undefined : String(field.default),
      examples: examplesOf(field),
    }),
  );
  return [...rows.filter((row) => row.required), ...rows.filter((row) => !row.required)];
}

/** More than this would be a list of its own. */
const MOST_EXAMPLES = 10;

export function examplesOf({ enum: values, examples, items }: JsonSchema): string[] {
  const known = (values ?? items?.enum ?? examples ?? []).map(String);
  return known.length > MOST_EXAMPLES ? known.slice(0, 3) : known;
}

/** "string", "array of strings", "string or null". */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? 'object';
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.type === 'array') {
    const of = schema.items ? typeOf(schema.items) : '';
    return of ? `array of ${of}` : 'array';
  }
  return [schema.type ?? 'any'].flat().join(' or ');
}

/** What the fields of a choice have to be, in sentences. */
export function describeRules(schema: JsonSchema): string[] {
  const sets = (rules: readonly JsonSchema[] | undefined) =>
    (rules ?? []).map(({ required = [] }) => required.map((name) => `\`${name}\``).join(' and '));
  return (schema.allOf ?? []).flatMap(({ oneOf, anyOf, not }) => {
    if (oneOf) return [`Give ${sets(oneOf).join(' or ')}, and only one of them.`];
    if (anyOf?.every(({ required }) => required)) return [`Give ${sets(anyOf).join(', or ')}.`];
    const names = not?.required?.map((name) => `\`${name}\``) ?? [];
    return names.length > 0 ? [`Give ${names.join(' or ')}, not both.`] : [];
  });
}
