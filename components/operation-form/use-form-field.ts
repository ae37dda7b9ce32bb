'use client';

import { useController } from 'react-hook-form';
import type { FieldMeta, FormValue } from '#lib/operations/field.ts';
import type { FormValues } from '#lib/operations/form-schema.ts';
import { getField } from '#lib/operations/operation.ts';
import { type ReadError, readFieldError } from './field-error.ts';
import { useOperationForm } from './form-context.ts';

export type FormField<T extends FormValue = FormValue> = {
  name: string;
  id: string;
  meta: FieldMeta;
  value: T;
  setValue: (value: T) => void;
  onBlur: () => void;
  error: ReadError;
};

/** One field of the form: its declaration, its value, what is wrong with it. */
export function useFormField<T extends FormValue>(name: string): FormField<T> {
  const { operation, idPrefix } = useOperationForm();
  const { field, fieldState } = useController<FormValues>({ name: `fields.${name}` });
  return {
    name,
    id: idPrefix + name,
    meta: getField(operation, name).meta,
    // The form starts with a value of its kind for every field, and controls keep to the kind.
    value: field.value as T,
    setValue: field.onChange,
    onBlur: field.onBlur,
    error: readFieldError(fieldState.error),
  };
}
