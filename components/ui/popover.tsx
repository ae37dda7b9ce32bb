'use client';

import * as Primitive from 'radix-ui/popover';
import type { ComponentProps } from 'react';
import { cn } from '#lib/ui/cn.ts';
import { floatingStyle } from './floating.ts';

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;
export const PopoverAnchor = Primitive.Anchor;
export const PopoverClose = Primitive.Close;

/** Give it an `aria-label`: it is a dialog to screen readers. */
export function PopoverContent({
  className,
  sideOffset = 4,
  collisionPadding = 8,
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        sideOffset={sideOffset}
        collisionPadding={collisionPadding}
        className={cn(floatingStyle, 'w-72 p-4', className)}
        {...props}
      />
    </Primitive.Portal>
  );
}
