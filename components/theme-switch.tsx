'use client';

import { Segmented, SegmentedItem } from '#components/ui/radio-group.tsx';
import { THEMES } from '#lib/ui/theme.ts';
import { THEME_LOOKS } from './theme-looks.ts';
import { useTheme } from './use-theme.ts';

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
