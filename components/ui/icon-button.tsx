import type { LucideIcon } from 'lucide-react';
import { cn } from '#lib/ui/cn.ts';
import { Button, type ButtonProps } from './button.tsx';

export type IconButtonProps = Omit<ButtonProps, 'children' | 'asChild' | 'aria-label'> & {
  icon: LucideIcon;
  /** What it does, for screen readers and under the pointer. */
  label: string;
};

/** A button that is only an icon. `title` rather than a tooltip: lists hold hundreds of these. */
export function IconButton({
  icon: Icon,
  label,
  size = 'md',
  variant = 'ghost',
  className,
  busy,
  ...props
}: IconButtonProps) {
  return (
    <Button
      aria-label={label}
      title={label}
      size={size}
      variant={variant}
      busy={busy}
      className={cn('px-0', { sm: 'w-7', md: 'w-8', lg: 'w-10' }[size ?? 'md'], className)}
      {...props}
    >
      {!busy && <Icon aria-hidden />}
    </Button>
  );
}
