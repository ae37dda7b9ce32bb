export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Where the reader's choice is kept: in the browser only, so that no cookie is needed for it. */
const THEME_KEY = 'slipway-theme';

/**
 * Runs in <head> before anything is painted, so that nobody sees the wrong theme flash by. It is one
 * constant string: a content security policy can allow it by its hash.
 */
export const THEME_SCRIPT = `try{var t=localStorage.getItem('${THEME_KEY}');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch(e){}`;

export function readTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

export function writeTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    if (theme === 'system') localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, theme);
  } catch {
    // Storage is off: the choice holds until the page is left.
  }
  window.dispatchEvent(new Event(THEME_KEY));
}

function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Calls back when the theme changes, in this tab or in another. */
export function subscribeTheme(callback: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key !== THEME_KEY) return;
    applyTheme(event.newValue === 'light' || event.newValue === 'dark' ? event.newValue : 'system');
    callback();
  };
  window.addEventListener(THEME_KEY, callback);
  window.addEventListener('storage', onStorage);
  return () => {
    window.removeEventListener(THEME_KEY, callback);
    window.removeEventListener('storage', onStorage);
  };
}
