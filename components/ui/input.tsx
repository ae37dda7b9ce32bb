import type { ComponentProps } from 'react';
import { cn } from '#lib/ui/cn.ts';

/** Shared by everything that is filled in. Larger under a finger: phones zoom into text below 16 px. */
export const controlStyle = cn(
  'w-full min-w-0 rounded border border-input bg-card text-sm text-foreground pointer-coarse:text-lg',
  'placeholder:text-muted-foreground focus-visible:outline-offset-0 disabled:bg-muted disabled:opacity-70',
  'aria-invalid:border-danger aria-invalid:outline-danger',
);

export function Input({ className, type = 'text', ...props }: ComponentProps<'input'>) {
  return <input type={type} className={cn(controlStyle, 'h-8 px-2', className)} {...props} />;
}
