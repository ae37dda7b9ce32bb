import type { ComponentProps } from 'react';
import { cn } from '#lib/ui/cn.ts';

type TableProps = ComponentProps<'table'> & {
  /** Names the table, and the region that scrolls sideways when the screen is too narrow for it. */
  label: string;
};

export function Table({ label, className, ...props }: TableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <section> would carry the same role and name, but no better.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keys.
    <div role="region" aria-label={label} tabIndex={0} className="relative w-full overflow-x-auto">
      <table aria-label={label} className={cn('w-full text-sm', className)} {...props} />
    </div>
  );
}

export function TableHeader({ className, ...props }: ComponentProps<'thead'>) {
  return <thead className={cn('border-b text-muted-foreground', className)} {...props} />;
}

export function TableBody({ className, ...props }: ComponentProps<'tbody'>) {
  return <tbody className={cn('[&_tr:not(:last-child)]:border-b', className)} {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<'tr'>) {
  return (
    <tr
      className={cn('has-[td]:hover:bg-hover/60 data-[state=selected]:bg-primary-soft', className)}
      {...props}
    />
  );
}

export function TableHead({ className, scope = 'col', ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope={scope}
      className={cn('h-8 px-2 text-start text-xs font-medium whitespace-nowrap', className)}
      {...props}
    />
  );
}

export function TableCell({ className, ...props }: ComponentProps<'td'>) {
  return <td className={cn('h-10 px-2 py-1 align-middle', className)} {...props} />;
}
