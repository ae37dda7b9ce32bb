const OPEN_EVENT = 'slipway-shortcuts';
const OFF_KEY = 'slipway-shortcuts-off';

/** Shows the list of shortcuts, from wherever on the page. */
export function openShortcutList(): void {
  window.dispatchEvent(new Event(OPEN_EVENT));
}

export function subscribeShortcutList(show: () => void): () => void {
  window.addEventListener(OPEN_EVENT, show);
  return () => window.removeEventListener(OPEN_EVENT, show);
}

/** Single keys can be pressed by accident, or by speech: whoever is bothered turns them off. */
export function areShortcutsOn(): boolean {
  try {
    return localStorage.getItem(OFF_KEY) === null;
  } catch {
    return true;
  }
}

export function setShortcutsOn(on: boolean): void {
  try {
    if (on) localStorage.removeItem(OFF_KEY);
    else localStorage.setItem(OFF_KEY, '1');
  } catch {
    // Storage is off: nothing to remember it with.
  }
}
