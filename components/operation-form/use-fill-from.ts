'use client';

import { useCallback, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import type { FormValues } from '#lib/operations/form-schema.ts';
import { getField, type Operation } from '#lib/operations/operation.ts';
import type { FilledFields } from '#lib/operations/service-account.ts';
import type { StoredSecrets } from './use-stored-secrets.ts';

/** Fills fields from the operation's document, and says which. */
export function useFillFrom<Context, Values extends FieldValues>(
  operation: Operation,
  { setValue }: Pick<UseFormReturn<FormValues, Context, Values>, 'setValue'>,
  secrets: StoredSecrets,
): { fillFrom: (text: string) => FilledFields; filled: string } {
  const [filled, setFilled] = useState('');
  const fillFrom = useCallback(
    (text: string): FilledFields => {
      if (!operation.dropFile) return { ok: false, message: 'This form takes no document.' };
      const read = operation.dropFile.parse(text);
      setFilled('');
      if (!read.ok) return read;
      const names = Object.keys(read.fields);
      for (const [name, value] of Object.entries(read.fields)) {
        if (secrets.find(name)) secrets.set(name, 'replace');
        setValue(`fields.${name}`, value, {
          shouldDirty: true,
          shouldTouch: true,
          shouldValidate: true,
        });
      }
      const labels = names.map((name) => getField(operation, name).meta.label);
      setFilled(`Filled in: ${labels.join(', ')}.`);
      return read;
    },
    [operation, setValue, secrets],
  );
  return { fillFrom, filled };
}
