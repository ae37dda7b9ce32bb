import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ACTION_WORDS, THING_WORDS } from './action-words.ts';

const LIB = path.resolve(import.meta.dirname, '..');

/** Every action that the code writes: a thing, a dot and a verb. Those of scopes are no actions. */
function writtenActions(): string[] {
  const found = new Set<string>();
  const files = globSync('**/*.ts', { cwd: LIB, exclude: (name) => name.includes('generated') });
  for (const file of files.filter((name) => !/\.(i|t)?test\.ts$|test-/.test(name))) {
    const text = readFileSync(path.join(LIB, file), 'utf8');
    if (!/writeAudit|audit\(|DELETED/.test(text)) continue;
    for (const [, action] of text.matchAll(/'([a-z-]+\.(?!read'|write')[a-z-]+)'/g))
      if (action) found.add(action);
  }
  const things = Object.keys(THING_WORDS);
  return [...found].filter((action) => things.includes(action.split('.')[0] ?? '')).sort();
}

test('every action that is written has words, and no other', () => {
  expect(Object.keys(ACTION_WORDS).sort()).toEqual(writtenActions());
});
