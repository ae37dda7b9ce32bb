import { Monitor, Moon, Sun } from 'lucide-react';
import type { Theme } from '#lib/ui/theme.ts';

/** How each theme is named and drawn, wherever one is chosen. */
export const THEME_LOOKS = {
  system: { icon: Monitor, word: 'System' },
  light: { icon: Sun, word: 'Light' },
  dark: { icon: Moon, word: 'Dark' },
} as const satisfies Record<Theme, unknown>;
