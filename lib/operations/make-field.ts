import type { z } from 'zod';
import { type Field, type FieldMeta, fieldRegistry } from './field.ts';

export type Presence<R extends boolean> = { required?: R; secret?: true };

/** Registers last: whatever wraps a schema afterwards would lose its metadata. */
export function makeField<T, R extends boolean>(
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
