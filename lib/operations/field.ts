import { z } from 'zod';

/** Parts of a form, in the order in which they stand. */
export const FIELD_GROUPS = {
  target: 'Where it goes',
  access: 'Access',
  naming: 'Name at the target',
  source: 'What comes in',
  delivery: 'Options',
  headers: 'Headers and metadata',
  advanced: 'Advanced',
} as const;
export type FieldGroup = keyof typeof FIELD_GROUPS;
/** Whether files go to a place or come from it: also the group of the fields that say where it is. */
export type Way = Extract<FieldGroup, 'target' | 'source'>;

export type Widget =
  | 'text'
  | 'url'
  | 'number'
  | 'switch'
  | 'select'
  | 'combobox'
  | 'secret'
  | 'private-key'
  | 'key-values'
  | 'textarea';

/** One of a fixed set of values: `help` is the line under it in a select. */
export type FieldOption = { value: string; label: string; help: string };
/** A value that many would want; anything else may be typed. */
export type Suggestion = { value: string; help?: string };

/** Says what is wrong with a value in a sentence for people; undefined when nothing is. */
export type Check = (value: string) => string | undefined;

/** What a list of keys and values may hold. */
export type KeyValueRules = {
  entry: { key: string; value: string };
  checkKey?: Check;
  checkValue?: Check;
  maxRows?: number;
  /** Whether `A` and `a` are the same key. */
  caseless?: true;
};

/** What is written for people about a field. A declaration without label or help does not compile. */
export type FieldText = {
  label: string;
  help: string;
  group: FieldGroup;
  placeholder?: string;
  /** Not in the hosted service's API: ours. */
  addition?: true;
  /** Says where secrets go, or as whom: when it changes, stored secrets have to be given anew. */
  decidesPlace?: true;
  /** The name of the secret that this id belongs to: its last four characters tell which one it is. */
  identifies?: string;
};

export type FieldMeta = FieldText & {
  widget: Widget;
  required: boolean;
  /** Sealed, masked, redacted, never shown again. */
  secret: boolean;
  /** What holds when the field is absent. */
  default?: string | number | boolean;
  /** For numbers, both included. */
  bounds?: { min: number; max: number };
  options?: readonly FieldOption[];
  suggestions?: readonly Suggestion[];
  /** For key/value fields: what one row is called. */
  entry?: { key: string; value: string };
};

/** Every field's schemas lead to its metadata here; registered last, since wrapping a schema drops it. */
export const fieldRegistry = z.registry<FieldMeta>();

export type KeyValueRow = { key: string; value: string };
/** What a control holds: text (numbers too), a switch, or rows. */
export type FormValue = string | boolean | KeyValueRow[];

/** A field, declared once. `T` is its type on the wire. */
export type Field<T = unknown, Required extends boolean = boolean> = {
  readonly required: Required;
  readonly meta: FieldMeta;
  /** Lenient: type only. */
  readonly wire: z.ZodType<T>;
  /** Strict, with sentences for people. Takes a FormValue, gives the wire's value, or undefined when empty. */
  readonly form: z.ZodType<T | undefined>;
  /** The same where a choice makes the field necessary. */
  readonly formRequired: z.ZodType<T | undefined>;
  /** The wire's value as a control holds it. */
  readonly toForm: (value: unknown) => FormValue;
  /** An empty string is a value on the wire, not an absence. */
  readonly keepsEmpty: boolean;
  /** The part of a secret that may be shown. */
  readonly redact?: (value: unknown) => unknown;
};

export type Fields = Readonly<Record<string, Field>>;

type RequiredNames<F extends Fields> = {
  [K in keyof F]: F[K]['required'] extends true ? K : never;
}[keyof F];

/** The wire's options of a set of fields. */
export type OptionsOf<F extends Fields> = {
  [K in RequiredNames<F>]: F[K] extends Field<infer T> ? T : never;
} & {
  [K in Exclude<keyof F, RequiredNames<F>>]?: F[K] extends Field<infer T> ? T : never;
};
