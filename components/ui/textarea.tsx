import type { ComponentProps } from 'react';
import { cn } from '#lib/ui/cn.ts';
import { controlStyle } from './input.tsx';

/** Grows with what is typed where the browser can, up to a dozen lines. */
export function Textarea({ className, rows = 3, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={cn(controlStyle, 'field-sizing-content max-h-64 min-h-16 px-2 py-1.5', className)}
      {...props}
    />
  );
}
