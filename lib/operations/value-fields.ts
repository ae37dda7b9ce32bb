import { z } from 'zod';
import type { Field, FieldOption, FieldText, KeyValueRow, KeyValueRules } from './field.ts';
import { readKeyValueRows } from './key-values.ts';
import { makeField } from './make-field.ts';

/** A whole number; text of one counts. Bounds are the form's: the wire checks the type only. */
export function integer<R extends boolean = false>(
  options: FieldText & { required?: R; default?: number; min: number; max: number },
): Field<number, R> {
  const { min, max, required, ...meta } = options;
  const number = (value: unknown) =>
    typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value;
  const range = `${options.label} must be a whole number from ${min} to ${max}.`;
  return makeField<number, R>(
    {
      meta: { ...meta, widget: 'number', bounds: { min, max } },
      presence: { required: required as R },
    },
    {
      wire: z.preprocess(number, z.int()),
      form: (needed) =>
        z.preprocess(
          (value) => (typeof value === 'string' && value.trim() === '' ? undefined : number(value)),
          needed
            ? z
                .int({
                  error: (issue) =>
                    issue.input === undefined ? `${options.label} is required.` : range,
                })
                .min(min, range)
                .max(max, range)
            : z.int({ error: range }).min(min, range).max(max, range).optional(),
        ),
      toForm: (value) => (typeof value === 'number' || typeof value === 'string' ? `${value}` : ''),
    },
  );
}

const WORDS: Readonly<Record<string, boolean>> = { true: true, false: false, 1: true, 0: false };

/** Yes or no. */
export function flag(options: FieldText & { default: boolean }): Field<boolean, false> {
  const read = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number'
      ? (WORDS[`${value}`.trim().toLowerCase()] ?? value)
      : value;
  return makeField<boolean, false>(
    { meta: { ...options, widget: 'switch' }, presence: {} },
    {
      wire: z.preprocess(read, z.boolean()),
      form: () =>
        z
          .boolean({ error: `${options.label} is either on or off.` })
          // What holds anyway need not be sent.
          .transform((value) => (value === options.default ? undefined : value)),
      toForm: (value) => {
        const known = read(value);
        return typeof known === 'boolean' ? known : options.default;
      },
    },
  );
}

/** One of a fixed set. The wire takes any text: a target may know more values than we do. */
export function oneOf<R extends boolean = false>(
  options: FieldText & { required?: R; default?: string; options: readonly FieldOption[] },
): Field<string, R> {
  const { required, ...meta } = options;
  const values = options.options.map((option) => option.value);
  return makeField<string, R>(
    { meta: { ...meta, widget: 'select' }, presence: { required: required as R } },
    {
      wire: z.string().trim(),
      form: (needed) =>
        z
          .string({ error: `${options.label} must be one of the values in the list.` })
          .superRefine((value, context) => {
            if (value === '') {
              if (needed) context.addIssue(`${options.label} is required.`);
            } else if (!values.includes(value)) {
              context.addIssue(`${options.label} must be one of the values in the list.`);
            }
          })
          .transform((value) => (value === '' ? undefined : value)),
      toForm: (value) => (typeof value === 'string' ? value : ''),
    },
  );
}

const scalar = z.preprocess(
  (value) => (typeof value === 'number' || typeof value === 'boolean' ? `${value}` : value),
  z.string(),
);

/** Text to text: metadata, tags, headers. An empty array counts as empty: PHP sends it for `{}`. */
export function keyValues(
  options: FieldText & KeyValueRules & { secret?: true },
): Field<Record<string, string>, false> {
  const { checkKey, checkValue, maxRows, caseless, secret, ...meta } = options;
  return makeField<Record<string, string>, false>(
    { meta: { ...meta, widget: 'key-values' }, presence: secret ? { secret } : {} },
    {
      wire: z.preprocess(
        (value) => (Array.isArray(value) && value.length === 0 ? {} : value),
        z.record(z.string(), scalar),
      ),
      form: () =>
        z
          .array(
            z.object(
              {
                key: z.string({ error: 'Must be text.' }),
                value: z.string({ error: 'Must be text.' }),
              },
              { error: 'Must be a key and a value.' },
            ),
            { error: `${options.label} must be a list of ${options.entry.key} and value.` },
          )
          .transform((rows: KeyValueRow[], context) => {
            const read = readKeyValueRows(rows, options);
            for (const { path, message } of read.issues) {
              context.addIssue({ code: 'custom', path, message });
            }
            return Object.keys(read.values).length > 0 ? read.values : undefined;
          }),
      toForm: (value) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.entries(value).map(([key, held]) => ({ key, value: String(held) }))
          : [],
    },
  );
}
