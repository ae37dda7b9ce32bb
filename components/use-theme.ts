'use client';

import { useSyncExternalStore } from 'react';
import { readTheme, subscribeTheme, type Theme, writeTheme } from '#lib/ui/theme.ts';

/** The reader's choice of theme, and how to change it. `system` until the page is hydrated. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore<Theme>(subscribeTheme, readTheme, () => 'system');
  return [theme, writeTheme];
}
