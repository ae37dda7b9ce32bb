'use client';

import * as Primitive from 'radix-ui/radio-group';
import { useId } from 'react';
import { OperationIcon } from '#components/operation-icon.tsx';
import { getOperation } from '#lib/operations/registry.ts';
import { cn } from '#lib/ui/cn.ts';

type OperationPickerProps = {
  /** Ids, in the order in which they are offered. */
  offered: readonly string[];
  value: string;
  onChange: (operation: string) => void;
};

/** Where the files go: every operation in sight, one chosen; the arrow keys go from one to the next. */
export function OperationPicker({ offered, value, onChange }: OperationPickerProps) {
  const id = useId();
  return (
    <Primitive.Root
      aria-label="Operation"
      value={value}
      onValueChange={onChange}
      className="grid grid-cols-2 gap-1.5 sm:grid-cols-1 sm:gap-0 sm:rounded-md sm:border sm:bg-card"
    >
      {offered.map((operation) => {
        const { title, summary } = getOperation(operation);
        return (
          <Primitive.Item
            key={operation}
            value={operation}
            // Radix misses an arrow key that is let go before the focus has moved.
            onFocus={() => onChange(operation)}
            aria-labelledby={`${id}-${operation}`}
            aria-describedby={`${id}-${operation}-summary`}
            className={cn(
              'group grid grid-cols-[1rem_minmax(0,1fr)] items-center gap-x-2.5 rounded border bg-card px-2.5 py-1.5 text-start',
              'hover:bg-hover data-[state=checked]:border-primary data-[state=checked]:bg-primary-soft',
              'sm:min-h-8 sm:grid-cols-[1rem_10rem_minmax(0,1fr)] sm:rounded-none sm:border-0 sm:bg-transparent sm:px-3 sm:py-1',
              'sm:first:rounded-t-md sm:last:rounded-b-md',
              'data-[state=checked]:inset-ring data-[state=checked]:inset-ring-primary',
            )}
          >
            <OperationIcon
              operation={operation}
              className="group-data-[state=checked]:text-primary"
            />
            <span id={`${id}-${operation}`} className="text-sm font-medium">
              {title}
            </span>
            {/* On a narrow screen the chosen one says its line below. */}
            <span
              id={`${id}-${operation}-summary`}
              className="text-xs text-muted-foreground max-sm:hidden"
            >
              {summary}
            </span>
          </Primitive.Item>
        );
      })}
      <p aria-hidden className="col-span-2 text-xs text-muted-foreground sm:hidden">
        {getOperation(value).summary}
      </p>
    </Primitive.Root>
  );
}
