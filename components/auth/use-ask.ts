'use client';

import { type FormEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ActionResult } from '#lib/web/action-state.ts';
import type { FormErrors } from './use-form-action.ts';

type Asked = {
  busy: boolean;
  errors: FormErrors;
  /** What went wrong when no field is to blame. */
  failure: string | undefined;
  /** Spread onto the form; its fields are what the action gets. */
  form: { onSubmit: (event: FormEvent<HTMLFormElement>) => Promise<void>; noValidate: true };
};

/** A form over an action that answers with something: `onDone` gets that. */
export function useAsk<T>(
  action: (input: unknown) => Promise<ActionResult<T>>,
  onDone: (data: T) => void,
): Asked {
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<{ message?: string; errors: FormErrors }>({ errors: {} });

  async function ask(form: HTMLFormElement): Promise<void> {
    setBusy(true);
    setResult({ errors: {} });
    try {
      const answer = await action(Object.fromEntries(new FormData(form)));
      if (answer.ok) return onDone(answer.data);
      const errors = answer.fields ?? {};
      const told = Object.keys(errors).length > 0;
      // At once: what is to be focused must be on the page by then.
      flushSync(() => {
        setBusy(false);
        setResult({ errors, ...(!told && { message: answer.message }) });
      });
      form.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')?.focus();
    } catch {
      setResult({ errors: {}, message: 'The server cannot be reached. Try again in a moment.' });
    } finally {
      setBusy(false);
    }
  }

  return {
    busy,
    errors: result.errors,
    failure: result.message,
    form: {
      onSubmit(event) {
        event.preventDefault();
        return busy ? Promise.resolve() : ask(event.currentTarget);
      },
      noValidate: true,
    },
  };
}
