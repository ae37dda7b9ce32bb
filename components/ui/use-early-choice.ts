import { type RefObject, useEffect, useEffectEvent } from 'react';

/**
 * Tells what was chosen in a native control while the page's script was on its way. React does not hear
 * of it: one thing would be shown, and another would count.
 *
 * @param find how to tell it as if it was chosen now; undefined where nothing was chosen.
 */
export function useEarlyChoice<Control extends HTMLElement>(
  ref: RefObject<Control | null>,
  find: (control: Control) => (() => void) | undefined,
): void {
  const findOnce = useEffectEvent(find);
  useEffect(() => {
    const control = ref.current;
    const tell = control ? findOnce(control) : undefined;
    if (!control || !tell) return;
    // Not at once: the choice itself may be what hurries React to be here, and its own event then follows.
    const later = setTimeout(tell);
    const leaveIt = () => clearTimeout(later);
    control.addEventListener('change', leaveIt, { once: true });
    return () => {
      leaveIt();
      control.removeEventListener('change', leaveIt);
    };
  }, [ref]);
}
