import { expect, test } from 'vitest';
import { describeFields, describeRules, examplesOf, typeOf } from './describe-field.ts';

test.each([
  [{ type: 'string' }, 'string'],
  [{ type: ['string', 'null'] }, 'string or null'],
  [
    { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    'string or array of string',
  ],
  [{ $ref: '#/components/schemas/Task' }, 'Task'],
  [{}, 'any'],
])('%j is %s', (schema, words) => {
  expect(typeOf(schema)).toBe(words);
});

test('required fields come first, in their order', () => {
  const properties = {
    b: { type: 'string', default: 22, description: 'B.' },
    a: { type: 'string', writeOnly: true },
  };
  expect(describeFields({ properties, required: ['a'] })).toEqual([
    expect.objectContaining({ name: 'a', required: true, secret: true, standard: undefined }),
    expect.objectContaining({ name: 'b', required: false, standard: '22', description: 'B.' }),
  ]);
});

test('values that a field may have: all of few, some of many', () => {
  const many = Array.from({ length: 20 }, (_, number) => `region-${number}`);
  expect(examplesOf({ enum: ['a', 'b'] })).toEqual(['a', 'b']);
  expect(examplesOf({ type: 'array', items: { enum: ['x'] } })).toEqual(['x']);
  expect(examplesOf({ examples: many })).toEqual(['region-0', 'region-1', 'region-2']);
  expect(examplesOf({ type: 'string' })).toEqual([]);
});

test('fields that go together, or not, in sentences', () => {
  const allOf = [
    { oneOf: [{ required: ['key'] }, { required: ['key_prefix'] }] },
    { anyOf: [{ required: ['id', 'secret'] }, { required: ['password'] }] },
    { not: { required: ['file', 'path'] } },
  ];
  expect(describeRules({ allOf })).toEqual([
    'Give `key` or `key_prefix`, and only one of them.',
    'Give `id` and `secret`, or `password`.',
    'Give `file` or `path`, not both.',
  ]);
});
