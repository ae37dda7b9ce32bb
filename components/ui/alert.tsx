import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cn } from '#lib/ui/cn.ts';

const LOOKS = {
  info: { icon: Info, style: 'border-primary/30 bg-primary-soft', mark: 'text-primary' },
  success: { icon: CircleCheck, style: 'border-success/30 bg-success-soft', mark: 'text-success' },
  warning: {
    icon: TriangleAlert,
    style: 'border-warning/30 bg-warning-soft',
    mark: 'text-warning',
  },
  danger: { icon: CircleAlert, style: 'border-danger/30 bg-danger-soft', mark: 'text-danger' },
} as const;

type AlertProps = ComponentProps<'div'> & { tone?: keyof typeof LOOKS };

/** A remark within the page. Give it `role="alert"` when it appears in answer to something. */
export function Alert({ tone = 'info', className, children, ...props }: AlertProps) {
  const { icon: Icon, style, mark } = LOOKS[tone];
  return (
    <div className={cn('flex gap-2 rounded border px-3 py-2 text-sm', style, className)} {...props}>
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', mark)} />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
