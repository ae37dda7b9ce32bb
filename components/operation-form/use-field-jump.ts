'use client';

import { type RefObject, useCallback, useEffect, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import type { FormValues } from '#lib/operations/form-schema.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { countSet } from './count-set.ts';
import { type FormLayout, fieldNames } from './form-layout.ts';

type FieldJump<Context, Values extends FieldValues> = {
  operation: Operation;
  element: RefObject<HTMLFormElement | null>;
  form: UseFormReturn<FormValues, Context, Values>;
  layout: FormLayout;
  idPrefix: string;
};

/** Brings the focus to a field, folded away or not. */
export function useFieldJump<Context, Values extends FieldValues>({
  operation,
  element,
  form,
  layout,
  idPrefix,
}: FieldJump<Context, Values>) {
  const folded = fieldNames(layout.more);
  const { errors } = form.formState;
  const hiddenError = folded.some((name) => errors.fields?.[name] !== undefined);
  const [moreOpen, setMoreOpen] = useState(() => countSet(operation, folded, form.getValues()) > 0);
  const [target, setTarget] = useState<{ name: string | undefined }>();

  useEffect(() => {
    if (hiddenError) setMoreOpen(true);
  }, [hiddenError]);

  useEffect(() => {
    if (!target) return;
    if (target.name !== undefined && folded.includes(target.name)) setMoreOpen(true);
    // The errors, and what is unfolded for them, are on the screen a frame or two later.
    let left = FRAMES;
    let frame = requestAnimationFrame(function look() {
      const control = findControl(element.current, target.name, idPrefix);
      if (control?.checkVisibility()) control.focus();
      else if (--left > 0) frame = requestAnimationFrame(look);
    });
    return () => cancelAnimationFrame(frame);
    // Only a new wish moves the focus.
    // biome-ignore lint/correctness/useExhaustiveDependencies: as said above.
  }, [target]);

  const jumpTo = useCallback((name: string) => setTarget({ name }), []);
  const jumpToFirst = useCallback(() => setTarget({ name: undefined }), []);
  return { jumpTo, jumpToFirst, moreOpen, setMoreOpen };
}

/** How long to wait for a control to appear. */
const FRAMES = 10;

function findControl(
  form: HTMLFormElement | null,
  name: string | undefined,
  idPrefix: string,
): HTMLElement | null | undefined {
  if (name === undefined) return form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  const own = document.getElementById(idPrefix + name);
  if (own) return own;
  // Rows have ids below the field's: the wrong one first, else the first.
  const rows = form?.querySelectorAll<HTMLElement>(`[id^="${CSS.escape(`${idPrefix + name}-`)}"]`);
  const inputs = [...(rows ?? [])].filter((each) => each instanceof HTMLInputElement);
  return inputs.find((each) => each.ariaInvalid === 'true') ?? inputs[0];
}
