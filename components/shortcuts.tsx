'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { createKeySequence } from '#lib/ui/key-sequence.ts';
import { areShortcutsOn, subscribeShortcutList } from '#lib/ui/shortcut-setting.ts';

const ShortcutsDialog = dynamic(() => import('./shortcuts-dialog.tsx'), { ssr: false });

/** Whether a key press belongs to something else: a field, a menu, a dialog, the browser. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (event.isComposing || event.repeat) return true;
  const at = event.target;
  if (!(at instanceof HTMLElement)) return false;
  return (
    at.isContentEditable ||
    at.closest('input, textarea, select, [role=menu], [role=listbox], [role=dialog]') !== null ||
    document.querySelector('[role=dialog][data-state=open], [role=alertdialog]') !== null
  );
}

/** Listens for the shortcuts. `/` goes to the page's `[data-search]` field, where there is one. */
export function Shortcuts({ mayExport }: { mayExport: boolean }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);

  useEffect(() => {
    const show = () => {
      setWanted(true);
      setOpen(true);
    };
    const take = createKeySequence(['g e', 'g f', 'n', '/', '?']);
    const onKey = (event: KeyboardEvent) => {
      if (isTaken(event) || !areShortcutsOn()) return;
      const binding = take({ key: event.key, time: event.timeStamp });
      if (!binding) return;
      if (binding === '/') {
        const search = document.querySelector<HTMLElement>('[data-search]');
        if (!search) return;
        search.focus();
      } else if (binding === '?') show();
      else if (binding === 'g e') router.push('/exports');
      else if (binding === 'g f') router.push('/files');
      else if (mayExport) router.push('/exports/new');
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    const stopShowing = subscribeShortcutList(show);
    return () => {
      document.removeEventListener('keydown', onKey);
      stopShowing();
    };
  }, [router, mayExport]);

  return wanted && <ShortcutsDialog open={open} onOpenChange={setOpen} mayExport={mayExport} />;
}
