'use client';

import { ChevronRight } from 'lucide-react';
import * as Primitive from 'radix-ui/collapsible';
import type { ComponentProps } from 'react';
import { cn } from '#lib/ui/cn.ts';

export const Collapsible = Primitive.Root;

export function CollapsibleTrigger({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.Trigger>) {
  return (
    <Primitive.Trigger
      className={cn(
        'group -mx-1 flex min-h-8 items-center gap-1.5 rounded px-1 text-sm font-medium hover:bg-hover',
        className,
      )}
      {...props}
    >
      <ChevronRight
        aria-hidden
        className="size-4 text-muted-foreground transition-transform group-data-[state=open]:rotate-90"
      />
      {children}
    </Primitive.Trigger>
  );
}

/** Fields folded away must stay in the form: pass `forceMount` and they are only hidden. */
export function CollapsibleContent({
  className,
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  return <Primitive.Content className={cn('data-[state=closed]:hidden', className)} {...props} />;
}
