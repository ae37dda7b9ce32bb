import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '#lib/ui/cn.ts';
import { controlStyle } from './input.tsx';

/** The browser's own select: right for filters and plain lists, and free of script. */
export function NativeSelect({ className, children, ...props }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative inline-flex w-full', className)}>
      <select className={cn(controlStyle, 'h-8 appearance-none ps-2 pe-7')} {...props}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute end-2 top-2 size-4 text-muted-foreground"
      />
    </span>
  );
}
