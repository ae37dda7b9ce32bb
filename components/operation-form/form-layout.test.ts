import { describe, expect, test } from 'vitest';
import { fieldsOfOption } from '#lib/operations/choice.ts';
import { getOperation, OPERATIONS } from '#lib/operations/registry.ts';
import { type FormItem, fieldNames, layOut } from './form-layout.ts';

const names = (item: FormItem) =>
  item.kind === 'field'
    ? [item.name]
    : [...new Set(item.choice.options.flatMap((option) => fieldsOfOption(option)))];

describe.each(OPERATIONS.map((operation) => ({ id: operation.id, operation })))(
  '$id',
  ({ operation }) => {
    const { main, more } = layOut(operation);

    test('shows every field once', () => {
      const all = [...main, ...more].flatMap((section) => section.items.flatMap(names));
      expect([...all].sort()).toEqual(Object.keys(operation.fields).sort());
    });

    test('folds nothing that is required', () => {
      for (const name of fieldNames(more)) expect(operation.fields[name]?.required).toBe(false);
    });
  },
);

test('required before choices, group after group', () => {
  const { main, more } = layOut(getOperation('export/sftp'));
  expect(main.map((section) => [section.group, section.items.flatMap(names)])).toEqual([
    ['target', ['host']],
    ['access', ['username', 'password', 'private_key', 'passphrase']],
    ['naming', ['file', 'path']],
  ]);
  expect(fieldNames(more)).toEqual([
    'port',
    'host_key_fingerprint',
    'if_exists',
    'legacy_algorithms',
  ]);
});

test('a form with nothing required is not folded', () => {
  const { main, more } = layOut(getOperation('export/url'));
  expect(fieldNames(main)).toEqual(['inline', 'archive_multiple_files']);
  expect(more).toEqual([]);
});
