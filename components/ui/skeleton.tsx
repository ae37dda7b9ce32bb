import { cn } from '#lib/ui/cn.ts';

/** Holds a place while something loads. Silent: the part that loads says so once. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('h-4 animate-pulse rounded bg-muted', className)} />;
}
