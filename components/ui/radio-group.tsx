'use client';

import * as Primitive from 'radix-ui/radio-group';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '#lib/ui/cn.ts';

export function RadioGroup({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root className={cn('grid gap-2', className)} {...props} />;
}

type RadioOptionProps = ComponentProps<typeof Primitive.Item> & {
  label: ReactNode;
  description?: ReactNode;
};

export function RadioOption({ label, description, className, ...props }: RadioOptionProps) {
  const made = useId();
  const id = props.id ?? made;
  return (
    <div className={cn('flex gap-2', className)}>
      <Primitive.Item
        {...props}
        id={id}
        aria-describedby={description ? `${id}-description` : undefined}
        className="relative mt-0.5 size-4 shrink-0 rounded-full border border-input bg-card after:absolute after:-inset-1 disabled:opacity-50 data-[state=checked]:border-primary"
      >
        <Primitive.Indicator className="flex items-center justify-center before:size-2 before:rounded-full before:bg-primary" />
      </Primitive.Item>
      <div className="grid min-w-0">
        <label htmlFor={id} className="text-sm">
          {label}
        </label>
        {description && (
          <span id={`${id}-description`} className="text-xs text-muted-foreground">
            {description}
          </span>
        )}
      </div>
    </div>
  );
}

/** The same choice in one row, for two to four short names. */
export function Segmented({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  return (
    <Primitive.Root
      className={cn(
        'inline-flex w-fit flex-wrap rounded border border-input bg-muted p-px',
        className,
      )}
      {...props}
    />
  );
}

export function SegmentedItem({ className, ...props }: ComponentProps<typeof Primitive.Item>) {
  return (
    <Primitive.Item
      className={cn(
        'inline-flex h-7 items-center gap-1.5 rounded-sm px-2.5 text-sm text-muted-foreground hover:text-foreground',
        'data-[state=checked]:bg-card data-[state=checked]:font-medium data-[state=checked]:text-foreground',
        'data-[state=checked]:ring-1 data-[state=checked]:ring-input disabled:opacity-50 [&_svg]:size-4',
        className,
      )}
      {...props}
    />
  );
}
