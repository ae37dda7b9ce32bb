'use client';

import { Check, ChevronDown } from 'lucide-react';
import * as Primitive from 'radix-ui/select';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '#lib/ui/cn.ts';
import { floatingStyle, itemStyle } from './floating.ts';
import { controlStyle } from './input.tsx';

/** For choices that need a line of explanation each. Plain lists are better off with NativeSelect. */
export const Select = Primitive.Root;
export const SelectGroup = Primitive.Group;
export const SelectValue = Primitive.Value;

export function SelectTrigger({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.Trigger>) {
  return (
    <Primitive.Trigger
      className={cn(
        controlStyle,
        'flex h-8 items-center justify-between gap-2 px-2 text-start data-placeholder:text-muted-foreground',
        className,
      )}
      {...props}
    >
      <span className="min-w-0 truncate">{children}</span>
      <ChevronDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
    </Primitive.Trigger>
  );
}

export function SelectContent({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        position="popper"
        sideOffset={4}
        className={cn(
          floatingStyle,
          'max-h-(--radix-select-content-available-height) w-(--radix-select-trigger-width) min-w-48 overflow-hidden',
          className,
        )}
        {...props}
      >
        <Primitive.Viewport>{children}</Primitive.Viewport>
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function SelectLabel({ className, ...props }: ComponentProps<typeof Primitive.Label>) {
  return (
    <Primitive.Label
      className={cn('px-2 py-1 text-xs text-muted-foreground', className)}
      {...props}
    />
  );
}

type SelectItemProps = ComponentProps<typeof Primitive.Item> & { description?: ReactNode };

export function SelectItem({ className, children, description, ...props }: SelectItemProps) {
  // Radix names an option by its first line alone; what can be seen should also be heard.
  const id = useId();
  return (
    <Primitive.Item
      className={cn(itemStyle, 'items-start pe-8', className)}
      aria-labelledby={id}
      {...props}
    >
      <span id={id} className="grid min-w-0">
        <Primitive.ItemText>{children}</Primitive.ItemText>
        {description && <span className="text-xs text-muted-foreground">{description}</span>}
      </span>
      <Primitive.ItemIndicator className="absolute end-2 top-1.5">
        <Check aria-hidden className="size-4" />
      </Primitive.ItemIndicator>
    </Primitive.Item>
  );
}
