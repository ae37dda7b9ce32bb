'use client';

import { useRef } from 'react';

/**
 * Gives the focus back to whatever had it when a dialog opened. Radix does so only for a trigger of
 * its own; a dialog that is steered with `open` would leave the keyboard nowhere.
 */
export function useFocusReturn() {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      if (!(opener.current instanceof HTMLElement) || !opener.current.isConnected) return;
      event.preventDefault();
      opener.current.focus();
    },
  };
}
