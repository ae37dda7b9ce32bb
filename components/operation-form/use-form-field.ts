'use client';

import { useController, useFormContext } from 'react-hook-form';
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
  /** The field may hold a secret, but what it holds is none: a URL without its query. */
  isOpen: boolean;
};

/** One field of the form: its declaration, its value, what is wrong with it. */
export function useFormField<T extends FormValue>(name: string): FormField<T> {
  const { operation, idPrefix } = useOperationForm();
  const path = `fields.${name}` as const;
  const { field, fieldState } = useController<FormValues>({ name: path });
  const { clearErrors } = useFormContext<FormValues>();
  const { meta, redact } = getField(operation, name);
  return {
    name,
    id: idPrefix + name,
    meta,
    isOpen: field.value !== '' && redact?.(field.value) === field.value,
    // The form starts with a value of its kind for every field, and controls keep to the kind.
    value: field.value as T,
    setValue(value) {
      // What the server found was about the value before; whether it is right now shows when it is sent.
      if (fieldState.error?.type === 'server') clearErrors(path);
      field.onChange(value);
    },
    onBlur: field.onBlur,
    error: readFieldError(fieldState.error),
  };
}
