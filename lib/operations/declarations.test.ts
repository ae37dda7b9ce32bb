import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fieldsOfOption } from './choice.ts';
import { FIELD_GROUPS, fieldRegistry } from './field.ts';
import { formValues } from './form-schema.ts';
import { OPERATIONS } from './registry.ts';

const leaves = OPERATIONS.flatMap((operation) =>
  Object.entries(operation.fields).map(([name, field]) => ({
    id: `${operation.id} ${name}`,
    operation,
    name,
    field,
  })),
);

describe.each(leaves)('$id', ({ operation, name, field }) => {
  test('has a label and a line of help, in a known group', () => {
    expect(field.meta.label.trim().length).toBeGreaterThan(1);
    expect(field.meta.help).toMatch(/^[\p{Lu}“].*[.?]$/u);
    expect(Object.keys(FIELD_GROUPS)).toContain(field.meta.group);
  });

  test('leads from each of its schemas to the metadata', () => {
    for (const schema of [field.wire, field.form, field.formRequired]) {
      expect(fieldRegistry.get(schema)).toEqual(field.meta);
    }
  });

  test('has a name that the wire can carry', () => {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  test('fits its widget', () => {
    const { widget, options, bounds, suggestions, entry } = field.meta;
    expect(options !== undefined).toBe(widget === 'select');
    expect(bounds !== undefined).toBe(widget === 'number');
    expect(entry !== undefined).toBe(widget === 'key-values');
    if (widget === 'combobox') expect(suggestions?.length).toBeGreaterThan(0);
    for (const option of options ?? []) {
      expect(option.label).not.toBe('');
      expect(option.help).toMatch(/\.$/);
      expect(option.value).not.toBe('');
    }
  });

  test('takes its own suggestions, options and default', () => {
    const { suggestions, options, default: standard } = field.meta;
    for (const { value } of [...(suggestions ?? []), ...(options ?? [])]) {
      expect(field.form.safeParse(value)).toMatchObject({ success: true });
    }
    if (standard !== undefined && field.meta.widget !== 'switch') {
      expect(field.form.safeParse(`${standard}`)).toMatchObject({ success: true, data: standard });
    }
  });

  test('complains in words, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const schema of [field.form, field.formRequired]) {
          for (const issue of schema.safeParse(value).error?.issues ?? []) {
            expect(issue.message).not.toMatch(/^(Invalid|Expected|Too)|received|undefined|NaN/);
            expect(issue.message).toMatch(/\.$|as in .+$/);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('gives back in the form what the wire was given', () => {
    const values = formValues(operation, {});
    expect(Object.keys(values.fields)).toContain(name);
    expect(field.toForm(undefined)).toEqual(values.fields[name]);
  });
});

describe.each(OPERATIONS.map((operation) => ({ id: operation.id, operation })))(
  '$id',
  ({ operation }) => {
    test('says what it is', () => {
      expect(operation.id).toMatch(new RegExp(`^${operation.kind}/[a-z0-9/-]+$`));
      expect(operation.title).not.toBe('');
      expect(operation.summary).toMatch(/\.$/);
    });

    test('has choices whose fields exist, are optional by themselves and stand in one choice only', () => {
      const seen = new Set<string>();
      for (const choice of operation.choices) {
        expect(choice.options.length).toBeGreaterThan(1);
        expect(choice.required).toBe(choice.options.every((option) => option.fields.length > 0));
        for (const name of new Set(choice.options.flatMap(fieldsOfOption))) {
          expect(operation.fields[name]?.required).toBe(false);
          expect(seen.has(name)).toBe(false);
          seen.add(name);
        }
      }
    });

    test('can be described as JSON schema, with the help and without the secrets’ values', () => {
      const schema = z.toJSONSchema(operation.wireObject, { io: 'output' });
      const properties = schema.properties ?? {};
      for (const [name, field] of Object.entries(operation.fields)) {
        expect(properties[name]).toMatchObject({
          description: field.meta.help,
          ...(field.meta.secret ? { writeOnly: true } : {}),
        });
        expect(schema.required?.includes(name) ?? false).toBe(field.required);
      }
    });
  },
);

test('operations have ids of their own', () => {
  expect(new Set(OPERATIONS.map((operation) => operation.id)).size).toBe(OPERATIONS.length);
});
