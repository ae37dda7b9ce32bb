import type { z } from 'zod';
import { Failure, type FieldErrors } from '#lib/errors.ts';

/** @throws Failure INVALID_DATA with what is wrong with each field. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields: FieldErrors = {};
  let general: string | undefined;
  for (const { path, message } of parsed.error.issues) {
    const name = path.join('.');
    if (name === '') general ??= message;
    else fields[name] = [...(fields[name] ?? []), message];
  }
  throw new Failure('INVALID_DATA', general, { fields });
}

/** What a form sent, by names. A name that came several times is a list. */
export function readForm(formData: FormData): Record<string, unknown> {
  // React adds names of its own, which begin with a dollar sign.
  const names = new Set([...formData.keys()].filter((name) => !name.startsWith('$')));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = formData.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}
