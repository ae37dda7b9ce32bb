import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { FAILURES } from '#lib/errors.ts';
import { OPERATIONS } from '#lib/operations/registry.ts';
import { secretFields } from '#lib/operations/secrets.ts';
import { parseWire } from '#lib/operations/wire.ts';
import { apiDocument } from './document.ts';
import type { ApiCall, MediaType } from './document-types.ts';
import { exampleBody } from './operation-schema.ts';

const document = apiDocument();
const plain = JSON.parse(JSON.stringify(document));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(plain, 'api');

const calls = Object.entries({ ...document.paths, ...document.webhooks }).flatMap(([path, item]) =>
  Object.entries(item).map(([method, call]) => ({ name: `${method} ${path}`, path, method, call })),
);

/** Every media type of a call, with the pointer at its schema. */
function mediaOf(call: ApiCall): MediaType[] {
  const answers = Object.values(call.responses).flatMap((one) =>
    'content' in one ? Object.values(one.content ?? {}) : [],
  );
  return [...Object.values(call.requestBody?.content ?? {}), ...answers];
}

const isValid = (schema: object, value: unknown) => {
  const compiled = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
  compiled(JSON.parse(JSON.stringify(value)));
  return compiled.errors ?? [];
};

test('is a valid OpenAPI 3.1 document', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(plain));
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

test('has every operation, and no two calls of one name', () => {
  for (const { id } of OPERATIONS) expect(document.paths[`/${id}`]?.post).toBeDefined();
  const names = calls.map(({ call }) => call.operationId);
  expect(new Set(names).size).toBe(names.length);
});

test('every reference leads somewhere', () => {
  const refs = JSON.stringify(plain).matchAll(/"\$ref":"#\/([^"]+)"/g);
  for (const [, pointer = ''] of refs) {
    const found = pointer.split('/').reduce((at, key) => at?.[key], plain);
    expect([pointer, found !== undefined]).toEqual([pointer, true]);
  }
});

test('no call says what only a task may say, and every status has its codes', () => {
  for (const [name, { content }] of Object.entries(document.components.responses)) {
    const example = content?.['application/json']?.example as { code: string };
    expect([name, example.code in FAILURES]).toEqual([name, true]);
    expect(example.code).not.toMatch(/^TARGET_|INTERNAL/);
  }
});

describe.each(calls)('$name', ({ path, call }) => {
  test('has examples that are as it says', () => {
    for (const { schema, example } of mediaOf(call)) {
      if (example !== undefined) expect(isValid(schema, example)).toEqual([]);
    }
  });

  test('names the parts of its path, and a scope', () => {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const given = (call.parameters ?? [])
      .map((one) =>
        '$ref' in one ? document.components.parameters[one.$ref.split('/').at(-1) ?? ''] : one,
      )
      .filter((one) => one?.in === 'path')
      .map((one) => one?.name);
    expect(given).toEqual(named);
  });
});

describe.each(OPERATIONS.map((operation) => ({ id: operation.id, operation })))(
  '$id',
  ({ operation }) => {
    const body = exampleBody(operation);

    test('has an example that the server takes', () => {
      expect(parseWire(operation, body)).toMatchObject({ ok: true });
    });

    test('has no secret in it, only a word for it', () => {
      for (const name of secretFields(operation)) {
        const value = body[name];
        if (value !== undefined && name !== 'url') expect(value).toBe(`YOUR_${name.toUpperCase()}`);
      }
    });

    test('wants what the server wants', () => {
      const schema = document.paths[`/${operation.id}`]?.post?.requestBody?.content;
      const media = schema?.['application/json'];
      if (!media) throw new Error('Every operation takes JSON.');
      for (const left of Object.keys(body)) {
        const { [left]: _, ...rest } = body;
        const takes = parseWire(operation, rest).ok;
        expect([left, isValid(media.schema, rest).length === 0]).toEqual([left, takes]);
      }
    });
  },
);
