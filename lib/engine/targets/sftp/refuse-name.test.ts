import { expect, it } from 'vitest';
import { refuseName } from './refuse-name.ts';

it('takes what a server can store', () => {
  for (const name of [
    'a',
    '/a',
    'a/b c/d.txt',
    '...',
    'a..b',
    `q?#%+'"\\\`*`,
    'x'.repeat(255),
    '/é/e\u0301',
  ])
    expect(refuseName(name), name).toBeUndefined();
});

it('says what is wrong with the others', () => {
  const wrong: Record<string, RegExp> = {
    '': /needs a name/,
    '/': /needs a name/,
    'a/': /ends with a slash/,
    'a//b': /two slashes/,
    '//a': /two slashes/,
    'a/../b': /upwards/,
    '..': /upwards/,
    './a': /“\.” for a folder/,
    'a\0b': /zero byte/,
    'a\ud800': /half a character/,
    ['ü'.repeat(128)]: /256 bytes/,
  };
  for (const [name, words] of Object.entries(wrong)) expect(refuseName(name), name).toMatch(words);
});
