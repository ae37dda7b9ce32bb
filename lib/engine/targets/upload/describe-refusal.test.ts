import { describe, expect, it } from 'vitest';
import { describeRefusal } from './describe-refusal.ts';

const now = new Date('2026-03-01T12:00:00Z');
const S3 = 'https://b.s3.eu-central-1.amazonaws.com/k?X-Amz-Signature=feed';

type Given = { url?: string; headers?: Record<string, string>; answered?: Record<string, string> };

function refuse(
  status: number,
  text = '',
  { url = 'https://h.example/a', headers = {}, answered = {} }: Given = {},
) {
  const answer = { status, reason: 'No', headers: answered, text };
  return describeRefusal(answer, {
    to: { url: new URL(url), headers },
    file: { size: 2_000_000 },
    now,
  });
}
const xml = (code: string, more = '') => `<Error><Code>${code}</Code>${more}</Error>`;

describe('a refused PUT', () => {
  it.each([
    [400, 'TARGET_DENIED', 'url', false],
    [401, 'TARGET_AUTH_FAILED', 'headers', false],
    [403, 'TARGET_DENIED', 'url', false],
    [404, 'TARGET_NOT_FOUND', 'url', false],
    [405, 'TARGET_DENIED', 'url', false],
    [409, 'TARGET_EXISTS', 'url', false],
    [411, 'TARGET_DENIED', 'url', false],
    [412, 'TARGET_EXISTS', 'headers', false],
    [413, 'TARGET_FULL', 'url', false],
    [415, 'TARGET_DENIED', 'headers', false],
    [302, 'TARGET_DENIED', 'url', false],
    [501, 'TARGET_DENIED', 'url', false],
    [507, 'TARGET_FULL', undefined, false],
    [408, 'TARGET_UNREACHABLE', undefined, true],
    [429, 'TARGET_BUSY', undefined, true],
    [500, 'TARGET_UNREACHABLE', undefined, true],
    [503, 'TARGET_UNREACHABLE', undefined, true],
  ])('with %i is %s', (status, code, field, retry) => {
    const failure = refuse(status);
    expect(failure).toMatchObject({ code, retry });
    expect(Object.keys(failure.fields ?? {})).toEqual(field ? [field] : []);
    expect(failure.message).toMatch(/h\.example.*\.$/s);
    expect(failure.detail).toContain(`HTTP ${status}`);
  });

  it('waits as long as it is told', () => {
    const failure = refuse(503, '', { answered: { 'retry-after': '7' } });
    expect(failure).toMatchObject({ code: 'TARGET_BUSY', retryAfterSeconds: 7 });
    expect(refuse(503, xml('SlowDown')).code).toBe('TARGET_BUSY');
  });

  it.each([
    ['S3', `${S3}&X-Amz-Date=20260301T103000Z&X-Amz-Expires=3600`, '2026-03-01 11:30:00 UTC'],
    [
      'Google',
      'https://h.example/a?X-Goog-Signature=f&X-Goog-Date=20260301T100000Z&X-Goog-Expires=60',
      '2026-03-01 10:01:00 UTC',
    ],
    [
      'Azure',
      'https://h.example/a?sv=2024-01-01&sp=cw&se=2026-03-01T09:00:00Z&sig=f',
      '2026-03-01 09:00:00 UTC',
    ],
    [
      'Swift',
      'https://h.example/a?temp_url_sig=f&temp_url_expires=1772355600',
      '2026-03-01 09:00:00 UTC',
    ],
    [
      'version 2',
      'https://h.example/a?AWSAccessKeyId=A&Signature=f&Expires=1772355600',
      '2026-03-01 09:00:00 UTC',
    ],
  ])('says when a URL of %s has expired', (_, url, until) => {
    const failure = refuse(403, xml('AccessDenied'), { url });
    expect(failure).toMatchObject({
      code: 'TARGET_DENIED',
      fields: { url: [expect.stringContaining(until)] },
    });
    expect(failure.message).toContain('has expired');
  });

  const valid = `${S3}&X-Amz-Date=20260301T113000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-acl`;

  it('says which signed headers are missing, and which were not signed', () => {
    const missing = refuse(403, xml('SignatureDoesNotMatch'), {
      url: valid,
      headers: { 'Content-Type': 'text/x' },
    });
    expect(missing.fields).toEqual({ headers: [expect.stringContaining('with `x-amz-acl`')] });
    const all = { 'Content-Type': 'text/x', 'X-Amz-Acl': 'private' };
    const differs = refuse(403, xml('SignatureDoesNotMatch'), { url: valid, headers: all });
    expect(differs.fields).toEqual({
      headers: [expect.stringContaining('`content-type` and `x-amz-acl`')],
    });
    const more = xml('AccessDenied', '<HeadersNotSigned>x-amz-tagging</HeadersNotSigned>');
    const unsigned = refuse(403, more, { url: valid, headers: all });
    expect(unsigned.fields).toEqual({ headers: [expect.stringContaining('`x-amz-tagging`')] });
  });

  it('says what else is wrong with a URL', () => {
    const early = refuse(403, '', { url: `${S3}&X-Amz-Date=20260301T150000Z&X-Amz-Expires=60` });
    expect(early.message).toContain('not valid yet');
    const reading = refuse(403, '', { url: `${valid}&x-id=GetObject` });
    expect(reading.message).toContain('not made for storing');
    const token = refuse(400, xml('ExpiredToken'), { url: valid });
    expect(token.message).toContain('temporary credentials');
  });

  it('names the header that Azure demands', () => {
    const text = xml('MissingRequiredHeader', '<HeaderName>x-ms-blob-type</HeaderName>');
    expect(refuse(400, text).fields).toEqual({ headers: [expect.stringContaining('BlockBlob')] });
  });

  it('passes on what it says, and never the query of an address', () => {
    const failure = refuse(302, xml('Moved', '<Message>Go away</Message>'), {
      answered: { location: 'https://sso.example/in?token=s3cret#x' },
    });
    expect(failure.message).toMatch(/It says: Go away\.$/);
    expect(failure.detail).toContain('location: https://sso.example/in?…');
    expect(failure.detail).not.toContain('s3cret');
  });
});
