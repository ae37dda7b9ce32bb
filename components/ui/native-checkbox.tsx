'use client';

import { useRef } from 'react';
import { cn } from '#lib/ui/cn.ts';
import { useEarlyChoice } from './use-early-choice.ts';

type NativeCheckboxProps = {
  label: string;
  checked: boolean;
  /** Some of what it stands for is chosen. */
  indeterminate?: boolean;
  onToggle: () => void;
  className?: string;
};

/** The browser's own checkbox: light enough for each row of a list. */
export function NativeCheckbox(props: NativeCheckboxProps) {
  const { label, checked, indeterminate = false, onToggle, className } = props;
  const ref = useRef<HTMLInputElement>(null);
  useEarlyChoice(ref, (box) => {
    if (box.checked === checked) return undefined;
    return () => {
      box.checked = checked;
      box.click();
    };
  });
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={checked}
      ref={(box) => {
        ref.current = box;
        if (box) box.indeterminate = indeterminate;
      }}
      onChange={onToggle}
      // What is chosen, the page says; a browser that fills in an earlier choice would overrule it.
      autoComplete="off"
      className={cn('size-4 accent-primary', className)}
    />
  );
}
