'use client';

import { CircleAlert, CircleCheck, Info, LoaderCircle, TriangleAlert } from 'lucide-react';
import { Toaster as Sonner } from 'sonner';

export { toast } from 'sonner';

/** Once per page, in the layout. Colours are the tokens, so that the theme need not be told. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      closeButton
      gap={8}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-success" />,
        error: <CircleAlert aria-hidden className="size-4 text-danger" />,
        warning: <TriangleAlert aria-hidden className="size-4 text-warning" />,
        info: <Info aria-hidden className="size-4 text-primary" />,
        loading: <LoaderCircle aria-hidden className="size-4 animate-spin text-primary" />,
      }}
      style={{
        fontFamily: 'inherit',
        ['--normal-bg' as string]: 'var(--popover)',
        ['--normal-text' as string]: 'var(--foreground)',
        ['--normal-border' as string]: 'var(--border)',
        ['--border-radius' as string]: '0.375rem',
      }}
    />
  );
}
