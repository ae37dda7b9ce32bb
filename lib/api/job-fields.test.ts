import { expect, it } from 'vitest';
import type { FieldErrors } from '#lib/errors.ts';
import { readJobFields } from './job-fields.ts';

function read(body: Record<string, unknown>) {
  const errors: FieldErrors = {};
  return { ...readJobFields(body, errors), errors: Object.keys(errors) };
}

it.each([['nightly', 'nightly'] as const, [4711, '4711'] as const])(
  'takes the tag %j',
  (tag, text) => {
    expect(read({ tag })).toMatchObject({ tag: text, errors: [] });
  },
);

it('counts empty texts as absent', () => {
  expect(read({ tag: '', webhook_url: '' })).toMatchObject({
    tag: null,
    webhookUrl: null,
    errors: [],
  });
});

it.each([[true], [['a']], [{ toString: {} }], [{ toString: null }]])(
  'refuses the tag %j',
  (tag) => {
    expect(read({ tag })).toMatchObject({ tag: null, errors: ['tag'] });
  },
);
