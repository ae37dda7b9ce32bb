import { expect, test } from 'vitest';
import { TOKENS, type Token } from '../../tailwind.config.ts';

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const grounds: Token[] = ['background', 'card', 'popover', 'muted', 'hover'];
const texts: Token[] = [
  'foreground',
  'muted-foreground',
  'primary',
  'danger',
  'success',
  'warning',
];
const pairs: [text: Token, ground: Token][] = [
  ...texts.flatMap((text) => grounds.map((ground): [Token, Token] => [text, ground])),
  ['primary-foreground', 'primary'],
  ['danger-foreground', 'danger'],
  ['primary', 'primary-soft'],
  ['success', 'success-soft'],
  ['warning', 'warning-soft'],
  ['danger', 'danger-soft'],
  ['foreground', 'primary-soft'],
  ['foreground', 'danger-soft'],
];
const marks = (Object.keys(TOKENS) as Token[]).filter((name) => name.startsWith('mark-'));
const edges: [edge: Token, ground: Token][] = (['input', 'ring', ...marks] as const).flatMap(
  (edge) =>
    (['background', 'card', 'popover'] as const).map((ground): [Token, Token] => [edge, ground]),
);

for (const theme of [0, 1] as const) {
  const name = theme === 0 ? 'light' : 'dark';
  test.each(pairs)(`${name}: %s can be read on %s`, (text, ground) => {
    expect(contrast(TOKENS[text][theme], TOKENS[ground][theme])).toBeGreaterThanOrEqual(4.5);
  });
  test.each(edges)(`${name}: the edge %s can be seen on %s`, (edge, ground) => {
    expect(contrast(TOKENS[edge][theme], TOKENS[ground][theme])).toBeGreaterThanOrEqual(3);
  });
}
