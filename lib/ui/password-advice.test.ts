import { expect, test } from 'vitest';
import { describePassword } from './password-advice.ts';

test.each([
  ['', false, 0, /At least 12/],
  ['hunter2', false, 0, /5 more characters/],
  ['elevenchars', false, 0, /1 more character\./],
  ['aaaaaaaaaaaaaaaaaaaaaaaa', true, 1, /few characters/],
  ['lovelace-1815-x', true, 1, /lovelace/],
  ['twelve-chars', true, 2, /Good/],
  ['correct horse battery staple', true, 3, /Strong/],
  // Twelve emoji are twelve characters, though JavaScript counts 24.
  ['🛥️🚢⛵', false, 0, /more/],
])('%s', (password, acceptable, level, text) => {
  const advice = describePassword(password, ['lovelace@example.com', 'Ada']);
  expect(advice).toEqual({ acceptable, level, text: expect.stringMatching(text) });
});
