import { z } from 'zod';
import type { Choice } from './choice.ts';
import { type Field, type Fields, fieldRegistry, type OptionsOf } from './field.ts';
import { type FormValues, formSchema } from './form-schema.ts';
import type { FilledFields } from './service-account.ts';
import { wireObject, wireSchema } from './wire-schema.ts';

/** A file that fills several fields when it is dropped on the form. */
export type DropFile<Name extends string = string> = {
  label: string;
  help: string;
  /** As in an input's `accept`. */
  accept: string;
  fills: readonly Name[];
  parse: (text: string) => FilledFields;
};

/** Which fields decide the names that files get at the target. */
export type NamingFields<Name extends string = string> = {
  pattern?: Name;
  prefix?: Name;
  folder?: Name;
};

export type OperationKind = 'import' | 'export';

type Declaration<Id extends string, F extends Fields> = {
  id: Id;
  kind: OperationKind;
  title: string;
  /** One line: what it does. */
  summary: string;
  fields: F;
  choices?: readonly Choice<keyof F & string>[];
  naming?: NamingFields<keyof F & string>;
  /** More files than this are refused. */
  maxFiles?: number;
  dropFile?: DropFile<keyof F & string>;
  /** Where its files go, in a few words. Operations without one have no destinations. */
  describePlace?: DescribePlace;
};

/** Takes wire options, secrets left out; what is not filled in yet is not there. */
export type DescribePlace = (options: Readonly<Record<string, unknown>>) => string;

/** The input of an export: not in the form, which has its files from elsewhere. */
export type Input = { input?: string | string[] };

export type Operation<Id extends string = string, F extends Fields = Fields> = {
  readonly id: Id;
  readonly kind: OperationKind;
  readonly title: string;
  readonly summary: string;
  readonly fields: F;
  readonly choices: readonly Choice[];
  readonly naming: NamingFields;
  readonly maxFiles: number;
  readonly dropFile?: DropFile;
  readonly describePlace?: DescribePlace;
  /** The plain object, for documentation: `z.toJSONSchema(op.wireObject, { io: 'output' })`. */
  readonly wireObject: z.ZodObject;
  /** Lenient: presence and types; takes "22" for 22, drops what it does not know. */
  readonly wire: z.ZodType<OptionsOf<F> & Input>;
  /** Strict, with sentences for people: the form's values in, the wire's options out. */
  readonly form: z.ZodType<OptionsOf<F>, FormValues>;
};

/** The input as the wire takes it. In a job it names other tasks of the job. */
export const inputSchema = z.union([z.string(), z.array(z.string().min(1)).min(1)]).meta({
  title: 'Input',
  description: 'The id of the task whose files are exported, or several ids.',
});
fieldRegistry.add(inputSchema, {
  label: 'Input',
  help: 'The task whose files are exported. Several tasks can be given.',
  group: 'source',
  widget: 'text',
  required: true,
  secret: false,
});

/**
 * Declares an operation. Everything else, the form, the wire's validation, masking and sealing, is
 * read from here.
 */
export function defineOperation<const Id extends string, F extends Fields>(
  declaration: Declaration<Id, F>,
): Operation<Id, F> {
  const base = {
    id: declaration.id,
    kind: declaration.kind,
    fields: declaration.fields,
    choices: declaration.choices ?? [],
    maxFiles: declaration.maxFiles ?? Number.POSITIVE_INFINITY,
  };
  const object = wireObject(base, inputSchema);
  return {
    ...base,
    title: declaration.title,
    summary: declaration.summary,
    naming: declaration.naming ?? {},
    ...(declaration.dropFile ? { dropFile: declaration.dropFile } : {}),
    ...(declaration.describePlace ? { describePlace: declaration.describePlace } : {}),
    wireObject: object,
    wire: wireSchema(base, object) as z.ZodType<OptionsOf<F> & Input>,
    form: formSchema(base) as unknown as z.ZodType<OptionsOf<F>, FormValues>,
  };
}

/** @throws Error for a name that the operation does not have: a bug. */
export function getField(operation: Pick<Operation, 'id' | 'fields'>, name: string): Field {
  const field = Object.hasOwn(operation.fields, name) ? operation.fields[name] : undefined;
  if (!field) throw new Error(`${operation.id} has no field ${name}.`);
  return field;
}
