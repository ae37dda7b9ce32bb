import { expect, test } from 'vitest';
import { formPath, readFieldError } from './field-error.ts';

test('reads a message, and those of rows', () => {
  expect(readFieldError({ type: 'custom', message: 'Bad.' })).toEqual({
    message: 'Bad.',
    rows: new Map(),
  });
  const rows = Object.assign([undefined, { key: { message: 'No.' }, value: { message: 'Nor.' } }], {
    message: 'Too many.',
  });
  expect(readFieldError(rows)).toEqual({
    message: 'Too many.',
    rows: new Map([[1, { key: 'No.', value: 'Nor.' }]]),
  });
  expect(readFieldError(undefined)).toEqual({ message: undefined, rows: new Map() });
});

test.each([
  ['bucket', 'fields.bucket'],
  ['metadata.1.key', 'fields.metadata.1.key'],
  ['metadata.colour', 'fields.metadata'],
])('%s stands at %s', (wire, form) => {
  expect(formPath(wire)).toBe(form);
});
