'use client';

import { ChevronDown } from 'lucide-react';
import { type ComponentPropsWithoutRef, useRef } from 'react';
import { cn } from '#lib/ui/cn.ts';
import { controlStyle } from './input.tsx';
import { useEarlyChoice } from './use-early-choice.ts';

/** The browser's own select: right for filters and plain lists, and free of script. */
export function NativeSelect({
  className,
  children,
  ...props
}: ComponentPropsWithoutRef<'select'>) {
  const ref = useRef<HTMLSelectElement>(null);
  useEarlyChoice(ref, (select) => {
    const rendered = String(props.value ?? props.defaultValue);
    const early = select.value;
    const isOffered = Array.from(select.options).some((option) => option.value === rendered);
    if (!isOffered || early === rendered) return undefined;
    return () => {
      select.value = early;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    };
  });
  return (
    <span className={cn('relative inline-flex w-full', className)}>
      <select
        ref={ref}
        // What is chosen, the page says; a browser that fills in an earlier choice would overrule it.
        autoComplete="off"
        className={cn(controlStyle, 'h-8 appearance-none ps-2 pe-7')}
        {...props}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute end-2 top-2 size-4 text-muted-foreground"
      />
    </span>
  );
}
