'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { Segmented, SegmentedItem } from '#components/ui/radio-group.tsx';
import { THEMES, type Theme } from '#lib/ui/theme.ts';
import { useTheme } from './use-theme.ts';

export const THEME_LOOKS = {
  system: { icon: Monitor, word: 'System' },
  light: { icon: Sun, word: 'Light' },
  dark: { icon: Moon, word: 'Dark' },
} as const satisfies Record<Theme, unknown>;

/** System, light or dark, in one row. */
export function ThemeSwitch() {
  const [theme, setTheme] = useTheme();
  return (
    <Segmented
      aria-label="Theme"
      value={theme}
      onValueChange={(value) => setTheme(THEMES.find((known) => known === value) ?? 'system')}
    >
      {THEMES.map((name) => {
        const { icon: Icon, word } = THEME_LOOKS[name];
        return (
          <SegmentedItem key={name} value={name}>
            <Icon aria-hidden />
            {word}
          </SegmentedItem>
        );
      })}
    </Segmented>
  );
}
