import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createUrlSigner } from './temporary-url.ts';
import { createUploadSigner } from './upload-form.ts';

const key = randomBytes(32);
const signer = createUploadSigner(key);
const form = {
  taskId: '9e6f1a1c-6d0f-4f3e-9f4a-0c8f6f0f1a2b',
  expires: 1_700_000_000,
  limit: 20e9,
};

test('what was signed is what is read; other fields do not matter', () => {
  const parameters = signer.sign(form);
  expect(Object.values(parameters).every((value) => typeof value === 'string')).toBe(true);
  expect(signer.verify({ ...parameters, extra: 'field' })).toEqual(form);
});

test('any change of any field, and any field left out, is refused', () => {
  const parameters = signer.sign(form);
  for (const name of Object.keys(parameters)) {
    const { [name]: _, ...rest } = parameters;
    expect(signer.verify(rest)).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(parameters)), fc.string(), (name, value) => {
      fc.pre(parameters[name] !== value);
      expect(signer.verify({ ...parameters, [name]: value })).toBeUndefined();
    }),
  );
});

test('a signature of something else with the same key does not open a form', () => {
  const path = createUrlSigner(key).sign({
    taskId: form.taskId,
    filename: String(form.limit),
    disposition: 'attachment',
    expires: form.expires,
  });
  const signature = /temp_url_sig=([0-9a-f]+)/.exec(path)?.[1] ?? '';
  expect(signer.verify({ ...signer.sign(form), signature })).toBeUndefined();
});
