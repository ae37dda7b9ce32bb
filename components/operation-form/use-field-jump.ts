'use client';

import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react';
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
  const folded = useMemo(() => fieldNames(layout.more), [layout]);
  const { errors } = form.formState;
  const hiddenError = folded.some((name) => errors.fields?.[name] !== undefined);
  const [moreOpen, setMoreOpen] = useState(() => countSet(operation, folded, form.getValues()) > 0);
  useEffect(() => {
    if (hiddenError) setMoreOpen(true);
  }, [hiddenError]);

  const jump = useCallback(
    (name: string | undefined) => {
      // The errors, and what is unfolded for them, are on the screen a frame or two later.
      let left = FRAMES;
      requestAnimationFrame(function look() {
        const control = findControl(element.current, name, idPrefix);
        if (control?.checkVisibility()) {
          control.focus();
          return;
        }
        if (control) setMoreOpen(true);
        if (--left > 0) requestAnimationFrame(look);
      });
    },
    [element, idPrefix],
  );
  const jumpToFirst = useCallback(() => jump(undefined), [jump]);
  return { jumpTo: jump, jumpToFirst, moreOpen, setMoreOpen };
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
