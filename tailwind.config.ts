import type { Config } from 'tailwindcss';
import plugin from 'tailwindcss/plugin';

/**
 * The one set of tokens: name → [light, dark]. Every colour on the screen is one of these, so that
 * both themes and the contrast test (lib/ui/contrast.test.ts) read the same table.
 * `primary` is the only accent; success, warning and danger speak of status and nothing else.
 */
export const TOKENS = {
  background: ['#f6f7f8', '#0d1013'],
  foreground: ['#15191e', '#e4e8ec'],
  card: ['#ffffff', '#13171b'],
  popover: ['#ffffff', '#191e23'],
  muted: ['#eceef1', '#1d2329'],
  'muted-foreground': ['#545c67', '#9aa4af'],
  /** Hairlines between things. */
  border: ['#dde1e6', '#262d34'],
  /** Edges of things that can be filled in or pressed: 3:1 against what they stand on. */
  input: ['#868f9b', '#66707c'],
  ring: ['#0a66a3', '#58b4ee'],
  /** Under the pointer, or chosen with the keys. */
  hover: ['#e8ebef', '#20272e'],
  primary: ['#0a66a3', '#58b4ee'],
  'primary-foreground': ['#ffffff', '#06131d'],
  'primary-soft': ['#e3f0f9', '#10293b'],
  success: ['#1a6e3c', '#5cc98a'],
  'success-soft': ['#e2f3e8', '#10291c'],
  warning: ['#8a5300', '#e5b053'],
  'warning-soft': ['#faf0da', '#2e2410'],
  danger: ['#b3261e', '#ff8a80'],
  'danger-foreground': ['#ffffff', '#220605'],
  'danger-soft': ['#fbe9e7', '#371816'],
  /** Marks that people give to destinations; they say nothing else. */
  'mark-blue': ['#2b74c9', '#6aa8f0'],
  'mark-green': ['#2c8a50', '#62c98c'],
  'mark-amber': ['#a66a00', '#e0ad55'],
  'mark-red': ['#c4443b', '#f0827a'],
  'mark-violet': ['#7a55c7', '#b093f0'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

export type Token = keyof typeof TOKENS;
const names = Object.keys(TOKENS) as Token[];

function variables(theme: 0 | 1): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`--${name}`, TOKENS[name][theme]]));
}

const light = { colorScheme: 'light', ...variables(0) };
const dark = { colorScheme: 'dark', ...variables(1) };

export default {
  content: [],
  darkMode: [
    'variant',
    [
      '@media (prefers-color-scheme: dark) { &:not([data-theme="light"] *) }',
      '&:is([data-theme="dark"] *)',
    ],
  ],
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      ...Object.fromEntries(names.map((name) => [name, `var(--${name})`])),
    },
    fontFamily: {
      sans: ['Inter Variable', 'ui-sans-serif', 'system-ui', 'sans-serif'],
      mono: ['JetBrains Mono Variable', 'ui-monospace', 'monospace'],
    },
    // rem, so that a reader's own font size counts. 13 px is the text of tables and forms.
    fontSize: {
      xs: ['0.75rem', '1rem'],
      sm: ['0.8125rem', '1.25rem'],
      base: ['0.875rem', '1.375rem'],
      lg: ['1rem', '1.5rem'],
      xl: ['1.25rem', '1.75rem'],
      '2xl': ['1.5rem', '2rem'],
    },
    borderRadius: {
      none: '0',
      sm: '0.1875rem',
      DEFAULT: '0.25rem',
      md: '0.25rem',
      lg: '0.375rem',
      full: '9999px',
    },
    boxShadow: {
      none: 'none',
      // Only what floats has a shadow; what lies on the page has a hairline.
      popover: '0 1px 2px rgb(0 0 0 / 0.08), 0 8px 24px -4px rgb(0 0 0 / 0.18)',
    },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({
        ':root, [data-theme="light"]': light,
        '@media (prefers-color-scheme: dark)': { ':root:not([data-theme="light"])': dark },
        '[data-theme="dark"]': dark,
      });
    }),
  ],
} satisfies Config;
