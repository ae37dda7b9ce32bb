'use client';

import { useEffect, useRef } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { fieldsOfOption } from '#lib/operations/choice.ts';
import type { FormValues } from '#lib/operations/form-schema.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { formPath } from './field-error.ts';

type ServerErrors<Context, Values extends FieldValues> = {
  fieldErrors: Readonly<Record<string, readonly string[]>> | undefined;
  form: Pick<UseFormReturn<FormValues, Context, Values>, 'setError' | 'setValue'>;
  operation: Operation;
  jumpToFirst: () => void;
};

/** Puts what the server found at its fields, once for each answer, and goes to the first. */
export function useServerErrors<Context, Values extends FieldValues>({
  fieldErrors,
  form,
  operation,
  jumpToFirst,
}: ServerErrors<Context, Values>): void {
  const { setError, setValue } = form;
  const seen = useRef<typeof fieldErrors>(undefined);
  useEffect(() => {
    if (fieldErrors === seen.current) return;
    seen.current = fieldErrors;
    const known = Object.entries(fieldErrors ?? {}).filter(([path]) =>
      Object.hasOwn(operation.fields, path.split('.')[0] ?? ''),
    );
    for (const [path, messages] of known) {
      const name = path.split('.')[0] ?? '';
      // A field of an option that is not chosen is not on the screen: choose it.
      for (const choice of operation.choices) {
        const option = choice.options.find((each) => fieldsOfOption(each).includes(name));
        if (option) setValue(`choices.${choice.id}`, option.id);
      }
      setError(formPath(path) as 'fields', { type: 'server', message: messages.join(' ') });
    }
    if (known.length > 0) jumpToFirst();
  }, [fieldErrors, operation, setError, setValue, jumpToFirst]);
}
