import { z } from 'zod';
import {
  type Field,
  type FieldMeta,
  type FieldOption,
  type FieldText,
  fieldRegistry,
  type KeyValueRow,
  type Suggestion,
  type Widget,
} from './field.ts';
import { readKeyValueRows } from './key-values.ts';
import { checkPrivateKey, type PrivateKeyKind, repairPrivateKey } from './private-key.ts';

/** Says what is wrong with a value in a sentence for people; undefined when nothing is. */
export type Check = (value: string) => string | undefined;

type Presence<R extends boolean> = { required?: R; secret?: true };

/** Registers last: whatever wraps a schema afterwards would lose its metadata. */
function makeField<T, R extends boolean>(
  given: { meta: Omit<FieldMeta, 'required' | 'secret'>; presence: Presence<R> },
  schemas: {
    wire: z.ZodType<T>;
    form: (required: boolean) => z.ZodType<T | undefined>;
    toForm: Field['toForm'];
    keepsEmpty?: boolean;
    redact?: Field['redact'];
  },
): Field<T, R> {
  const required = (given.presence.required ?? false) as R;
  const secret = given.presence.secret ?? false;
  const meta: FieldMeta = { ...given.meta, required, secret };
  const documented = schemas.wire.meta({
    title: meta.label,
    description: meta.help,
    ...(secret ? { writeOnly: true } : {}),
  });
  const field: Field<T, R> = {
    required,
    meta,
    wire: documented,
    form: schemas.form(required),
    formRequired: schemas.form(true),
    toForm: schemas.toForm,
    keepsEmpty: schemas.keepsEmpty ?? false,
    ...(schemas.redact ? { redact: schemas.redact } : {}),
  };
  for (const schema of [field.wire, field.form, field.formRequired]) {
    fieldRegistry.add(schema, meta);
  }
  return field;
}

type TextOptions<R extends boolean> = FieldText &
  Presence<R> & {
    widget?: Extract<Widget, 'text' | 'url' | 'textarea'>;
    suggestions?: readonly Suggestion[];
    default?: string;
    maxLength?: number;
    check?: Check;
    /** Where space at the ends may be meant: the wire keeps it, the form does not. */
    spaces?: 'wire' | 'always';
    /** Mends what people paste; must change nothing the second time. */
    repair?: (value: string) => string;
    keepsEmpty?: true;
    redact?: (value: unknown) => unknown;
  };

/** One line of text, or several with the widget `textarea`. */
export function text<R extends boolean = false>(options: TextOptions<R>): Field<string, R> {
  const { required, secret, spaces, repair, check, maxLength = 4096, keepsEmpty } = options;
  const { redact, check: _, repair: __, spaces: ___, maxLength: ____, ...meta } = options;
  const mend = repair ?? ((value: string) => value);
  const widget = options.widget ?? (secret ? 'secret' : options.suggestions ? 'combobox' : 'text');
  const wire = spaces ? z.string() : z.string().overwrite((value) => mend(value.trim()));
  return makeField<string, R>(
    { meta: { ...meta, widget }, presence: { required, secret } as Presence<R> },
    {
      wire,
      form: (needed) =>
        z
          .string({ error: `${options.label} must be text.` })
          .overwrite((value) => (spaces === 'always' ? value : mend(value.trim())))
          .superRefine((value, context) => {
            if (value === '') {
              if (needed && !keepsEmpty) context.addIssue(`${options.label} is required.`);
              return;
            }
            if (value.length > maxLength) {
              context.addIssue(`${options.label} can have ${maxLength} characters at most.`);
              return;
            }
            const wrong = check?.(value);
            if (wrong) context.addIssue(wrong);
          })
          .transform((value) => (value === '' && !keepsEmpty ? undefined : value)),
      toForm: (value) => (typeof value === 'string' ? value : ''),
      ...(keepsEmpty ? { keepsEmpty } : {}),
      ...(redact ? { redact } : {}),
    },
  );
}

/** One line that is masked on the screen and sealed at rest. */
export function secretText<R extends boolean = false>(
  options: Omit<TextOptions<R>, 'secret' | 'widget'>,
): Field<string, R> {
  return text<R>({ ...options, secret: true } as TextOptions<R>);
}

/** A private key: repaired on the wire and in the form, checked in the form. */
export function privateKey<R extends boolean = false>(
  options: FieldText & { required?: R; kinds: readonly PrivateKeyKind[] },
): Field<string, R> {
  const { kinds, required, ...meta } = options;
  return makeField<string, R>(
    {
      meta: { ...meta, widget: 'private-key' },
      presence: { required: required as R, secret: true },
    },
    {
      wire: z.string().overwrite(repairPrivateKey),
      form: (needed) =>
        z
          .string({ error: `${options.label} must be text.` })
          .overwrite(repairPrivateKey)
          .superRefine((value, context) => {
            const wrong =
              value === ''
                ? needed && `${options.label} is required.`
                : checkPrivateKey(value, kinds);
            if (wrong) context.addIssue(wrong);
          })
          .transform((value) => (value === '' ? undefined : value)),
      toForm: (value) => (typeof value === 'string' ? value : ''),
    },
  );
}

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

export type KeyValueRules = {
  entry: { key: string; value: string };
  checkKey?: Check;
  checkValue?: Check;
  maxRows?: number;
  /** Whether `A` and `a` are the same key. */
  caseless?: true;
};

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
