import CloudConvert from 'cloudconvert';
import { expect, test } from 'vitest';
import { signBody } from './sign-body.ts';

const client = new CloudConvert('key');

test.each(['{"event":"job.finished"}', '{"name":"Straße “é” 🚀 \u2028"}'])(
  'the official client verifies the signature of %s',
  (body) => {
    const signature = signBody('a secret', body);
    expect(client.webhooks.verify(body, signature, 'a secret')).toBe(true);
    expect(client.webhooks.verify(`${body} `, signature, 'a secret')).toBe(false);
    expect(client.webhooks.verify(body, signature, 'another secret')).toBe(false);
  },
);

test('it is HMAC-SHA256 in hex', () => {
  // The well-known vector of RFC 4231, case 2.
  expect(signBody('Jefe', 'what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});
