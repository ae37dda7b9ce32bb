import { z } from 'zod';
import type { Choice, ChoiceOption } from './choice.ts';
import type { Fields } from './field.ts';
import { findUnstorable, UNSTORABLE } from './storable.ts';

type Base = {
  id: string;
  kind: 'import' | 'export';
  fields: Fields;
  choices: readonly Choice[];
  maxFiles: number;
};

/** Wire names to schemas, required or optional, without what goes across fields. */
export function wireObject({ kind, fields }: Base, input: z.ZodType): z.ZodObject {
  const shape: Record<string, z.ZodType> = kind === 'export' ? { input } : {};
  for (const [name, field] of Object.entries(fields)) {
    shape[name] = field.required ? field.wire : field.wire.optional();
  }
  return z.object(shape);
}

/** The whole wire schema: nothing stands for nothing, then the fields, then the choices. */
export function wireSchema(base: Base, object: z.ZodObject): z.ZodType<Record<string, unknown>> {
  return z.unknown().transform((body, context) => {
    const given = withoutNothing(body, base.fields);
    if (!given) {
      context.addIssue('The body must be a JSON object.');
      return z.NEVER;
    }
    const parsed = object.safeParse(given, { reportInput: true });
    // All that is wrong at once: one who writes a client should not find it out piece by piece.
    for (const issue of parsed.error?.issues ?? []) {
      for (const { path, message } of sentences(issue)) {
        context.addIssue({ code: 'custom', path, message });
      }
    }
    for (const [name, value] of Object.entries(given)) {
      const field = Object.hasOwn(base.fields, name) ? base.fields[name] : undefined;
      // What a file holds is kept as bytes.
      if (field?.keepsEmpty || (!field && name !== 'input')) continue;
      for (const _ of findUnstorable(value)) {
        context.addIssue({ code: 'custom', path: [name], message: UNSTORABLE });
      }
    }
    for (const { path, message } of acrossFields(base, given)) {
      context.addIssue({ code: 'custom', path, message });
    }
    return (parsed.data ?? {}) as Record<string, unknown>;
  });
}

/** Empty text and null count as absent; so does an empty body, which some clients send as []. */
function withoutNothing(body: unknown, fields: Fields): Record<string, unknown> | undefined {
  if (body === undefined || body === null || (Array.isArray(body) && body.length === 0)) return {};
  if (typeof body !== 'object' || Array.isArray(body)) return undefined;
  const isThere = ([name, value]: [string, unknown]) => {
    if (value === null || value === undefined) return false;
    if (name === 'input' && Array.isArray(value)) return value.length > 0;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value !== 'string' || field?.keepsEmpty) return true;
    // Empty is also what is nothing but the space and the marks that the field takes off.
    return value !== '' && field?.wire.safeParse(value).data !== '';
  };
  return Object.fromEntries(Object.entries(body).filter(isThere));
}

type Sentence = { path: PropertyKey[]; message: string };

const spoken = (name: PropertyKey | undefined) => String(name ?? 'body').replaceAll('_', ' ');

function* acrossFields(base: Base, given: Record<string, unknown>): Generator<Sentence> {
  const { id, choices, maxFiles } = base;
  for (const choice of choices) {
    const names = [...new Set(choice.options.flatMap((option) => option.fields))];
    const present = names.filter((name) => given[name] !== undefined);
    const among = names.map(spoken).join(' or ');
    if (choice.required && choice.options.some(({ fields }) => fields.length > 1)) {
      yield* missingOf(choice, given);
    } else if (choice.required && present.length === 0) {
      for (const name of names) {
        yield { path: [name], message: `One of the fields ${among} is required.` };
      }
    }
    if (choice.exclusive && present.length > 1) {
      for (const name of present) {
        yield { path: [name], message: `Only one of the fields ${among} can be given.` };
      }
    }
  }
  if (Array.isArray(given.input) && given.input.length > maxFiles) {
    yield {
      path: ['input'],
      message: `${id} takes ${maxFiles === 1 ? 'one file' : `${maxFiles} files`}.`,
    };
  }
}

/** Where an option takes several fields, what the one lacks of which most is there. */
function* missingOf(choice: Choice, given: Record<string, unknown>): Generator<Sentence> {
  const lacks = ({ fields }: ChoiceOption) => fields.filter((name) => given[name] === undefined);
  if (choice.options.some((option) => lacks(option).length === 0)) return;
  const begun = (option: ChoiceOption) => option.fields.length - lacks(option).length;
  const meant = choice.options.reduce((a, b) => (begun(b) > begun(a) ? b : a));
  for (const name of lacks(meant)) {
    yield { path: [name], message: `The ${spoken(name)} field is required.` };
  }
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  int: 'an integer',
  number: 'an integer',
  boolean: 'a boolean',
  record: 'an object',
};

function sentences(issue: z.core.$ZodIssue): Sentence[] {
  const path = [...issue.path];
  const name = spoken(path[0]);
  if (path.length === 1 && issue.input === undefined) {
    return [{ path, message: `The ${name} field is required.` }];
  }
  if (path[0] === 'input') {
    const message = 'The input field must be a task id or an array of task ids.';
    return [{ path: ['input'], message }];
  }
  const type = 'expected' in issue ? TYPES[String(issue.expected)] : undefined;
  const subject = path.length > 1 ? `Each value of the ${name} field` : `The ${name} field`;
  return [{ path, message: type ? `${subject} must be ${type}.` : `${subject} is not valid.` }];
}
