import { expect, test } from 'vitest';
import { hashCheck } from './google-hash.ts';

const read = (header: string, text: string) => {
  const check = hashCheck(header);
  for (const piece of text.match(/.{1,3}/gs) ?? []) check?.take(Buffer.from(piece));
  return check?.isRight();
};

// Of RFC 3720, B.4, and of RFC 1321, A.5.
test.each([
  ['crc32c=4waSgw==', '123456789'],
  ['md5=JfnnlDI7RTiF9RgfG2JNCw==', '123456789'],
  ['crc32c=AAAAAA==', ''],
])('%s is of %j', (header, text) => {
  expect(read(header, text)).toBe(true);
  expect(read(header, `${text}0`)).toBe(false);
});

test('no header, no check', () => {
  expect(hashCheck(undefined)).toBeUndefined();
});
