'use client';

import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { createToasts, type Toast } from '#lib/ui/toasts.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';

const toasts = createToasts();
type Add = Parameters<typeof toasts.add>;

/** Says something in the corner of the page, from any handler: `toast.success('Export deleted')`. */
export const toast = {
  success: (message: Add[1], options?: Add[2]) => toasts.add('success', message, options),
  error: (message: Add[1], options?: Add[2]) => toasts.add('error', message, options),
  info: (message: Add[1], options?: Add[2]) => toasts.add('info', message, options),
  dismiss: toasts.remove,
};

const LOOKS = {
  success: { icon: CircleCheck, style: 'text-success' },
  error: { icon: CircleAlert, style: 'text-danger' },
  info: { icon: Info, style: 'text-primary' },
} as const;

function close(id: number): void {
  toasts.remove(id);
  // Pointer and focus are no longer on anything that could say they left.
  toasts.hold(false);
}

const none: readonly Toast[] = [];

/** Once per page, in the layout. The region is there before what it announces. */
export function Toaster() {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.read, () => none);
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      aria-relevant="additions"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 grid justify-items-end gap-2 sm:start-auto sm:w-96"
      onPointerEnter={() => toasts.hold(true)}
      onPointerLeave={() => toasts.hold(false)}
      onFocus={() => toasts.hold(true)}
      onBlur={() => toasts.hold(false)}
    >
      {shown.map((one) => (
        <ToastCard key={one.id} {...one} />
      ))}
    </section>
  );
}

function ToastCard({ id, tone, message, description, action }: Toast) {
  const { icon: Icon, style } = LOOKS[tone];
  return (
    <div
      role={tone === 'error' ? 'alert' : undefined}
      className="pointer-events-auto flex w-full animate-in items-start gap-2 rounded-lg border bg-popover p-3 text-sm shadow-popover duration-150 fade-in-0 slide-in-from-bottom-2"
    >
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${style}`} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{message}</p>
        {description && <p className="text-muted-foreground">{description}</p>}
      </div>
      {action && (
        <Button
          size="sm"
          onClick={() => {
            close(id);
            action.onClick();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton
        icon={X}
        label="Dismiss"
        size="sm"
        className="-my-1 -me-1"
        onClick={() => close(id)}
      />
    </div>
  );
}
