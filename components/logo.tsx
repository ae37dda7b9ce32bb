import { cn } from '#lib/ui/cn.ts';

/** The mark: a hull going down its slipway. Beside its name it needs none of its own. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn('size-6 shrink-0', className)}>
      <g transform="rotate(14 16 16)">
        <path
          className="fill-primary"
          d="M2 11h28c-.6 5.4-3.6 9-8.6 9H9C5.4 20 2.4 16.4 2 11zM10 4h4v5.5h-4zM15.5 6.5H22v3h-6.5z"
        />
        <path
          className="fill-none stroke-muted-foreground"
          d="M1 24.5h30M7 24.5V28M16 24.5V28M25 24.5V28"
          strokeWidth="2.4"
          strokeLinecap="round"
        />
      </g>
    </svg>
  );
}
