'use client';

import { Menu, X } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { cn } from '#lib/ui/cn.ts';

/** One piece of page for both shapes: the rail where there is room, else a bar that unfolds. */
export function ShellBar({ brand, children }: { brand: ReactNode; children: ReactNode }) {
  const path = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  // Open belongs to the page it was opened on: following a link closes it.
  const open = openAt === path;
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      setOpenAt(null);
      button.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [open]);

  return (
    <header className="sticky top-0 z-30 flex flex-wrap items-center justify-between gap-x-2 border-b bg-card px-4 md:h-dvh md:flex-col md:flex-nowrap md:items-stretch md:justify-start md:border-e md:border-b-0 md:px-3">
      <div className="flex h-12 items-center md:px-2">{brand}</div>
      <IconButton
        ref={button}
        icon={open ? X : Menu}
        label={open ? 'Close menu' : 'Menu'}
        aria-expanded={open}
        aria-controls={id}
        className="md:hidden"
        onClick={() => setOpenAt(open ? null : path)}
      />
      <div
        id={id}
        className={cn(
          'w-full flex-col gap-2 pb-3 md:flex md:min-h-0 md:flex-1 md:justify-between md:overflow-y-auto',
          open ? 'flex' : 'hidden',
        )}
      >
        {children}
      </div>
    </header>
  );
}
