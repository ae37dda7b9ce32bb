'use client';

import { type RefObject, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ActionResult } from '#lib/web/action-state.ts';

type Submission<I, T> = {
  /** For the form whose fields the answer may be about. */
  form: RefObject<HTMLFormElement | null>;
  busy: boolean;
  /** @returns what the action gave; undefined when it failed, which the form then shows. */
  submit: (input: I) => Promise<T | undefined>;
  errorsOf: (field: string) => string[] | undefined;
  /** What went wrong when no field is to blame. */
  failure: string | undefined;
  /** Forgets what went wrong. */
  reset: () => void;
};

/** Sends a form in a dialog whose action gives something back that is shown. */
export function useSubmit<I, T>(send: (input: I) => Promise<ActionResult<T>>): Submission<I, T> {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string[]>>({});
  const [failure, setFailure] = useState<string>();

  function reset() {
    setErrors({});
    setFailure(undefined);
  }

  async function submit(input: I): Promise<T | undefined> {
    if (busy) return undefined;
    setBusy(true);
    reset();
    const answer = await send(input).catch(() => undefined);
    if (answer?.ok) {
      setBusy(false);
      return answer.data;
    }
    const fields = answer?.fields ?? {};
    // At once: what is to be focused must be on the page by then.
    flushSync(() => {
      setBusy(false);
      setErrors(fields);
      if (Object.keys(fields).length === 0)
        setFailure(answer?.message ?? 'The server cannot be reached. Try again in a moment.');
    });
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')?.focus();
    return undefined;
  }

  function errorsOf(field: string): string[] | undefined {
    const found = Object.entries(errors).flatMap(([name, texts]) =>
      name === field || name.startsWith(`${field}.`) ? texts : [],
    );
    return found.length > 0 ? found : undefined;
  }

  return { form, busy, submit, errorsOf, failure, reset };
}
