'use client';

import {
  type FormEvent,
  type RefObject,
  startTransition,
  useActionState,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { ActionState, FormAction } from '#lib/ui/action-state.ts';

/** Field names to what is wrong with each; empty when nothing is. */
export type FormErrors = Record<string, string[]>;
export type FormCheck = (formData: FormData) => FormErrors;

type FormHandle = {
  /** Spread onto the form. */
  form: {
    ref: RefObject<HTMLFormElement | null>;
    action: (formData: FormData) => void;
    onSubmit: (event: FormEvent<HTMLFormElement>) => void;
    onInput: (event: FormEvent<HTMLFormElement>) => void;
    noValidate: true;
  };
  state: ActionState;
  busy: boolean;
  /** Errors of one field, until it is typed in again. */
  errorsOf: (field: string) => string[] | undefined;
  /** What went wrong when no field is to blame. */
  failure: string | undefined;
};

/**
 * A form over a server action: checks here first, shows errors at their fields, moves the focus to
 * the first. Works as a plain form post until the page is hydrated.
 */
export function useFormAction(action: FormAction, check: FormCheck): FormHandle {
  const ref = useRef<HTMLFormElement>(null);
  const [state, send, busy] = useActionState(action, null);
  const [errors, setErrors] = useState<FormErrors>({});
  const [answered, setAnswered] = useState(state);

  if (answered !== state) {
    setAnswered(state);
    setErrors(state && !state.ok ? (state.fields ?? {}) : {});
  }

  useEffect(() => {
    if (state && !state.ok) focusFirstError(ref.current);
  }, [state]);

  return {
    form: {
      ref,
      action: send,
      onSubmit(event) {
        // React would empty the fields after an action; whoever mistyped wants to go on from there.
        event.preventDefault();
        if (busy) return;
        const formData = new FormData(event.currentTarget);
        const found = check(formData);
        setErrors(found);
        if (Object.keys(found).length === 0) startTransition(() => send(formData));
        else requestAnimationFrame(() => focusFirstError(ref.current));
      },
      onInput(event) {
        const name = event.target instanceof HTMLInputElement ? event.target.name : '';
        if (errors[name]) setErrors(({ [name]: _, ...others }) => others);
      },
      noValidate: true,
    },
    state,
    busy,
    errorsOf: (field) => errors[field],
    failure: state && !state.ok && !busy && !hasFields(state) ? state.message : undefined,
  };
}

function hasFields(state: { fields?: FormErrors }): boolean {
  return Object.keys(state.fields ?? {}).length > 0;
}

function focusFirstError(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')?.focus();
}

/** What is wrong with an email address as far as a browser can tell; undefined when nothing is. */
export function findEmailError(value: FormDataEntryValue | null): string[] | undefined {
  const text = String(value ?? '').trim();
  if (text === '') return ['Enter an email address.'];
  return /^[^\s@]+@[^\s@]+$/.test(text) ? undefined : ['An email address has the form name@host.'];
}
