import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '#lib/ui/cn.ts';

type EmptyStateProps = {
  icon?: LucideIcon;
  title: string;
  /** Says what to do next. */
  children?: ReactNode;
  /** The button that does it. */
  action?: ReactNode;
  className?: string;
};

export function EmptyState({ icon: Icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div
      className={cn(
        'grid justify-items-center gap-2 rounded-lg border border-dashed px-4 py-12 text-center',
        className,
      )}
    >
      {Icon && <Icon aria-hidden className="size-6 text-muted-foreground" />}
      <p className="font-medium">{title}</p>
      {children && <p className="max-w-prose text-sm text-muted-foreground">{children}</p>}
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
