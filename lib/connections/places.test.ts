import { expect, it } from 'vitest';
import { BaseUrl, countsCredits, PLACES } from './places.ts';

const read = (text: string) => BaseUrl.safeParse(text);

it('gives an address one spelling', () => {
  expect(read(' https://API.example.com:443/v2/ ').data).toBe('https://api.example.com/v2');
  expect(read('http://10.0.0.5:3000/v2').data).toBe('http://10.0.0.5:3000/v2');
  for (const { baseUrl } of PLACES) expect(read(baseUrl).data).toBe(baseUrl);
});

it.each([
  ['', /address such as/],
  ['api.example.com/v2', /address such as/],
  ['ftp://example.com/v2', /address such as/],
  ['https://example.com', /ends with \/v2/],
  ['https://example.com/v2?key=1', /without anything behind/],
  ['https://user:secret@example.com/v2', /Leave name and password out/],
  ['https://sync.api.cloudconvert.com/v2', /without sync/],
  ['https://example.com/sync/v2', /without sync/],
])('refuses %j with a sentence', (text, sentence) => {
  expect(read(text).error?.issues[0]?.message).toMatch(sentence);
});

it('knows where credits mean something', () => {
  expect(countsCredits('https://eu-central.api.cloudconvert.com/v2')).toBe(true);
  expect(countsCredits('https://api.sandbox.cloudconvert.com/v2')).toBe(false);
  expect(countsCredits('https://slipway.example.com/v2')).toBe(false);
});
