import { randomUUID } from 'node:crypto';
import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc, { type Arbitrary } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Principal, SCOPES } from '../principal.ts';
import { startTestServer } from '../test-server.ts';
import { apiDocument } from './document.ts';
import type { ApiCall, ApiDocument, ApiParameter, ApiResponse } from './document-types.ts';
import { arbitraryOf, spoil } from './test-arbitrary.ts';

/** Requests over all calls: each gets its share, those with a body more of it. */
const REQUESTS = 5_200;
const WITHIN = 120_000;

const document = apiDocument();
const calls = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, call]) => ({
    name: `${method.toUpperCase()} ${path}`,
    ...{ path, method: method.toUpperCase(), call },
  })),
);
type Called = (typeof calls)[number];

let server: Awaited<ReturnType<typeof startTestServer>>;
let principal: Principal;
/** Ids that are there: tasks and jobs in every state, and one that nobody has. */
let ids: string[];
/** Those whose end nobody has to wait for. */
let ended: string[];
let sent = 0;
const seen = new Map<string, number>();

beforeAll(async () => {
  server = await startTestServer();
  const input = await server.upload([{ name: 'a.txt', bytes: 'hello' }]);
  const make = async (path: string, body: object) =>
    (await server.call('POST', path, body)).json.data.id as string;
  const done = await make('/sync/v2/jobs', {
    tasks: { export: { operation: 'export/url', input } },
  });
  const failed = await make('/v2/import/url', { url: 'http://127.0.0.1:9/nothing' });
  await server.call('GET', `/sync/v2/tasks/${failed}`);
  // From here on nothing runs: what is made waits, and nobody is connected to.
  await server.engine.context.queue.stopWork();
  const waiting = await make('/v2/import/upload', {});
  const job = await make('/v2/jobs', { tasks: { one: { operation: 'import/upload' } } });
  const { teamId, createdById } = await server.db.prisma.apiKey.findFirstOrThrow();
  principal = { teamId, userId: createdById, scopes: SCOPES, keyId: undefined };
  ended = [done, failed, input, randomUUID()];
  ids = [...ended, waiting, job];
}, WITHIN);
afterAll(() => server?.stop());

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema(JSON.parse(JSON.stringify(document)), 'api');
const compiled = new Map<string, ValidateFunction>();

/** The check of an answer of this status; undefined where the document has none. */
function checkOf({ path, method, call }: Called, status: number) {
  const answer = find(document, call.responses[`${status}`]);
  if (!answer) return undefined;
  const schema = answer.content?.['application/json']?.schema;
  if (!schema) return { validate: undefined };
  const key = `${method} ${path} ${status}`;
  const validate =
    compiled.get(key) ??
    ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
  compiled.set(key, validate);
  return { validate };
}

function find(
  { components }: ApiDocument,
  answer: ApiCall['responses'][string] | undefined,
): ApiResponse | undefined {
  if (!answer || !('$ref' in answer)) return answer;
  return components.responses[answer.$ref.split('/').at(-1) ?? ''];
}

function parametersOf({ parameters = [] }: ApiCall): ApiParameter[] {
  return parameters.flatMap((one) => {
    if (!('$ref' in one)) return [one];
    return document.components.parameters[one.$ref.split('/').at(-1) ?? ''] ?? [];
  });
}

type Asked = { path: string; query: Record<string, string>; body: string | undefined };

/** Requests of a call, right ones and wild ones. */
function requestsOf({ path, call }: Called, idsOf: () => string[]): Arbitrary<Asked> {
  const id = fc.oneof(
    { weight: 4, arbitrary: fc.nat().map((which) => idsOf()[which % idsOf().length] ?? '') },
    // A path with dots for a part of it is another path.
    { weight: 1, arbitrary: fc.string({ minLength: 1 }).filter((one) => !/^\.+$/.test(one)) },
  );
  const filled = id.map((one) => path.replace('{id}', encodeURIComponent(one.toWellFormed())));
  const inQuery = parametersOf(call).filter((one) => one.in === 'query');
  const asText = (value: unknown) =>
    (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed();
  const query = fc.record(
    Object.fromEntries(
      inQuery.map(({ name, schema }) => [
        name,
        fc.oneof(arbitraryOf(document, schema).map(asText), fc.string().map(asText)),
      ]),
    ),
    { requiredKeys: [] },
  ) as Arbitrary<Record<string, string>>;
  return fc.record({ path: filled, query, body: bodiesOf(call) });
}

function bodiesOf(call: ApiCall): Arbitrary<string | undefined> {
  const schema = call.requestBody?.content['application/json']?.schema;
  if (!schema) return fc.constant(undefined);
  const good = arbitraryOf(document, schema);
  const asJson = (value: unknown) => JSON.stringify(value) ?? '';
  return fc.oneof(
    { weight: 4, arbitrary: good.map(asJson) },
    { weight: 4, arbitrary: spoil(good).map(asJson) },
    { weight: 1, arbitrary: fc.jsonValue().map(asJson) },
    { weight: 1, arbitrary: fc.string() },
  );
}

/** Sends it in this process, and holds the answer against the document. */
async function ask(called: Called, asked: Asked, base = '/v2', as = principal): Promise<number> {
  const { method, name } = called;
  const query = new URLSearchParams(asked.query);
  const request = new Request(`http://slipway.test${base}${asked.path}?${query}`, {
    method,
    ...(method === 'POST'
      ? { body: asked.body ?? '', headers: { 'content-type': 'application/json' } }
      : {}),
  });
  const response = await server.api.fetchAs(as, request);
  const { status } = response;
  const text = await response.text();
  sent += 1;
  seen.set(`${name} ${status}`, (seen.get(`${name} ${status}`) ?? 0) + 1);
  const told = `${method} ${base}${asked.path}?${query} ${asked.body ?? ''} → ${status} ${text}`;
  expect(status, told).toBeLessThan(500);
  const check = checkOf(called, status);
  expect(check, `is not in the document: ${told}`).toBeDefined();
  if (check?.validate) {
    check.validate(JSON.parse(text));
    expect(check.validate.errors ?? [], told).toEqual([]);
  } else expect(text, told).toBe('');
  return status;
}

const withBody = calls.filter(({ call }) => call.requestBody);
const share = REQUESTS / (calls.length + 2 * withBody.length);

test.each(calls)(
  '$name: nothing breaks it, and every answer is in the document',
  async (called) => {
    const isWait = called.path.endsWith('/wait');
    const numRuns = Math.ceil(share * (called.call.requestBody ? 3 : 1));
    const requests = requestsOf(called, () => (isWait ? ended : ids));
    // What is deleted here is looked for by others.
    const kept = called.method === 'DELETE' ? fc.constant(randomUUID()) : undefined;
    const safe = kept
      ? fc
          .tuple(requests, kept)
          .map(([one, id]) => (ids.some((known) => one.path.includes(known)) ? gone(one, id) : one))
      : requests;
    await fc.assert(
      fc.asyncProperty(safe, async (asked) => {
        await ask(called, asked);
      }),
      { numRuns },
    );
  },
  WITHIN,
);

const gone = (asked: Asked, id: string): Asked => ({
  ...asked,
  path: asked.path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, id),
});

test('what has ended answers at once under /sync/v2, as the document says', async () => {
  const shown = calls.filter(({ name }) => /^GET \/(?:tasks|jobs)\/\{id\}$/.test(name));
  for (const called of shown) {
    for (const id of ended) {
      const path = called.path.replace('{id}', id);
      expect([200, 404]).toContain(
        await ask(called, { path, query: {}, body: undefined }, '/sync/v2'),
      );
    }
  }
});

test('a key without the scope is refused, as the document says', async () => {
  const nobody = { ...principal, scopes: [] };
  for (const called of calls) {
    if (!called.call.security || /webhook/i.test(called.name)) continue;
    const path = called.path.replace('{id}', ids[0] ?? '');
    expect([
      called.name,
      await ask(called, { path, query: {}, body: '{}' }, '/v2', nobody),
    ]).toEqual([called.name, 403]);
  }
});

test('whoever has no key, and whatever is no call, is told so', async () => {
  const wild = fc.record({
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    path: fc.oneof(fc.webPath(), fc.constantFrom(...Object.keys(document.paths))),
  });
  await fc.assert(
    fc.asyncProperty(wild, async ({ method, path }) => {
      const url = `${server.origin}/v2/fuzz${path}`;
      const response = await fetch(url, { method, headers: { authorization: 'Bearer no-key' } });
      expect(response.status).toBe(401);
      const known = await server.api.fetchAs(principal, new Request(url, { method }));
      expect([404, 405]).toContain(known.status);
      for (const answer of [response, known]) {
        const validate = ajv.compile({ $ref: 'api#/components/schemas/Problem' });
        validate(await answer.json());
        expect(validate.errors ?? []).toEqual([]);
      }
    }),
    { numRuns: 100 },
  );
});

test('that was thousands of requests, right ones among them', () => {
  expect(sent).toBeGreaterThanOrEqual(5_000);
  const created = [...seen].filter(([name]) => /^POST \/(?:import|export).* 201$/.test(name));
  expect(created.length).toBeGreaterThan(10);
  expect(seen.get('POST /jobs 201')).toBeGreaterThan(0);
  expect(seen.get('POST /jobs 422')).toBeGreaterThan(0);
});
