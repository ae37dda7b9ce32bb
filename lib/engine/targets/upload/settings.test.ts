import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';

const url = 'https://files.example/in/a.pdf?sig=abc';
const read = (headers: unknown, size = 10, where = url) =>
  readSettings({ url: where, headers }, size);
const failure = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('It was taken.');
};

describe('what a PUT is sent with', () => {
  it('keeps headers as they are given, letter by letter', () => {
    expect(read({ 'X-Own': 'a  b', 'content-TYPE': 'text/x' }).headers).toEqual({
      'X-Own': 'a  b',
      'content-TYPE': 'text/x',
    });
    expect(read(undefined).headers).toEqual({});
  });

  it('sends what is not ASCII as UTF-8', () => {
    const sent = read({ 'x-amz-meta-title': 'Ü–日' }).headers['x-amz-meta-title'] ?? '';
    expect(Buffer.from(sent, 'latin1').toString('utf8')).toBe('Ü–日');
  });

  it('passes over what HTTP says anyway, and refuses what contradicts it', () => {
    expect(read({ 'content-length': '10', HOST: 'Files.example' }).headers).toEqual({});
    for (const headers of [
      { 'Content-Length': '11' },
      { host: 'other.example' },
      { 'transfer-encoding': 'chunked' },
      { 'a b': 'c' },
      { a: 'b\r\nc: d' },
    ]) {
      expect(failure(() => read(headers))).toMatchObject({
        code: 'TARGET_DENIED',
        fields: { headers: [expect.stringContaining(Object.keys(headers)[0] ?? '')] },
      });
    }
  });

  it('turns user and password of an address into a header, unless there is one', () => {
    const where = 'https://me%40x:p%25w@files.example/a';
    const { headers, url: to } = read({}, 1, where);
    expect(headers).toEqual({
      Authorization: `Basic ${Buffer.from('me@x:p%w').toString('base64')}`,
    });
    expect(to.href).toBe('https://files.example/a');
    expect(read({ authorization: 'Own' }, 1, where).headers).toEqual({ authorization: 'Own' });
    expect(read({}, 1, 'https://:100%@files.example/a').headers.Authorization).toBeTruthy();
  });

  it('refuses what is no web address', () => {
    for (const wrong of ['ftp://files.example/a', 'nowhere', '']) {
      expect(failure(() => read({}, 1, wrong))).toMatchObject({
        code: 'TARGET_NOT_FOUND',
        fields: { url: [expect.any(String)] },
      });
    }
  });
});
