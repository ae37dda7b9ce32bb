import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { Failure } from '#lib/errors.ts';
import type { ExportContext } from '#lib/exports/context.ts';
import { createExports } from '#lib/exports/create-exports.ts';
import type { CreateExportsInput } from '#lib/exports/deliveries-input.ts';
import { getExport } from '#lib/exports/get-export.ts';
import { prepareExport } from '#lib/exports/prepare-export.ts';
import { rerunExport } from '#lib/exports/rerun-export.ts';
import type { Role } from '#lib/teams/permissions.ts';
import type { DestinationContext } from './context.ts';
import { createDestination } from './create-destination.ts';
import { deleteDestination } from './delete-destination.ts';
import { getDestination } from './get-destination.ts';
import { clock, createDestinationTeam, S3_SECRET, s3Input, sftpInput } from './test-context.ts';
import { createTestExports } from './test-exports.ts';
import { updateDestination } from './update-destination.ts';

let db: Awaited<ReturnType<typeof openTestDb>>;
let person: Awaited<ReturnType<typeof createDestinationTeam>>['person'];
let owner: DestinationContext;
let operator: DestinationContext;
let exports: ReturnType<typeof createTestExports>;

beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.close());
beforeEach(async () => {
  ({ person } = await createDestinationTeam(db.prisma));
  owner = await person('owner', 'Grace');
  operator = await person('operator');
  exports = createTestExports();
});

const submit = (
  deliveries: CreateExportsInput['deliveries'],
  more: Partial<CreateExportsInput> = {},
  context = operator,
) => exports.submitAs(context, deliveries, more);
const row = (id: string) => db.prisma.export.findUniqueOrThrow({ where: { id } });
const save = async (input = s3Input()) => (await createDestination(owner, input)).id;

describe('an export with a destination', () => {
  test('has its secrets, which the export does not keep, and its name, which outlives it', async () => {
    const destinationId = await save();
    const { made } = await submit([{ destinationId, options: {} }]);
    expect(exports.sent[0]?.body).toMatchObject({
      bucket: 'harbour',
      secret_access_key: S3_SECRET,
    });
    const id = made[0]?.id ?? '';
    const stored = await row(id);
    expect(stored).toMatchObject({ destinationId, destinationName: 'Harbour bucket' });
    expect(JSON.stringify(stored.options)).not.toContain('marked');
    expect((await getDestination(owner, destinationId)).usedBy).toEqual({ exports: 1, running: 1 });
    expect((await getDestination(owner, destinationId)).lastUsedAt).toBe(clock.now().toISOString());
    await deleteDestination(owner, destinationId);
    const detail = await getExport(exports.exporting(operator), id);
    expect(detail.destination).toEqual({ id: null, name: 'Harbour bucket' });
  });

  test('run again takes the secrets of now, and what was filled in then', async () => {
    const destinationId = await save(
      s3Input({ openFields: ['key_prefix', 'acl'], prefix: '{yyyy}/' }),
    );
    const given = { key_prefix: 'mine/', acl: 'private' };
    const { made } = await submit([{ destinationId, options: given }]);
    const id = made[0]?.id ?? '';
    await updateDestination(owner, {
      ...s3Input({ openFields: ['key_prefix', 'acl'], prefix: '{yyyy}/' }),
      secrets: { secret_access_key: { replace: 'marked-rotated' } },
      id: destinationId,
      version: 1,
    });
    const again = await rerunExport(exports.exporting(operator), { id });
    expect(exports.sent[1]?.body).toMatchObject({
      secret_access_key: 'marked-rotated',
      key_prefix: '2026/mine/',
      acl: 'private',
    });
    expect(await row(again.id ?? '')).toMatchObject({ destinationId });
    const { start } = await prepareExport(exports.exporting(operator), { fileIds: [], fromId: id });
    expect(start?.destination).toEqual({ id: destinationId, options: given });
    // What has left the vault is with the task alone.
    await deleteDestination(owner, destinationId);
    await expect(rerunExport(exports.exporting(operator), { id })).rejects.toMatchObject({
      code: 'GONE',
    });
  });

  test('is none for whoever may not use it', async () => {
    const destinationId = await save(s3Input({ allowedRoles: ['admin'] }));
    const stranger = await (await createDestinationTeam(db.prisma)).person('owner');
    const others = [operator, await person('viewer'), stranger, owner];
    for (const other of others) {
      const submission = submit([{ destinationId, options: {} }], {}, other);
      await expect(submission).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(exports.sent).toEqual([]);
    await submit([{ destinationId, options: {} }], {}, await person('admin' satisfies Role));
    expect(exports.sent).toHaveLength(1);
  });
});

describe('the fence', () => {
  const fenced = s3Input({
    openFields: ['key', 'key_prefix'],
    options: { ...s3Input().options, key_prefix: 'in/' },
    fencePrefix: 'in/',
    fenceBytes: 10,
  });

  test.each([
    ['another prefix', { key_prefix: 'out/' }, 'key_prefix'],
    ['no prefix', { key_prefix: null }, 'key_prefix'],
    ['an exact name', { key: 'out/a.txt' }, 'key'],
    ['a way out', { key_prefix: 'in/../out/' }, 'key_prefix'],
    ['a way out of another kind', { key: 'in\\..\\a.txt' }, 'key'],
    ['nearly the same', { key_prefix: 'IN/' }, 'key_prefix'],
  ])('is not left by %s', async (_what, options, field) => {
    const destinationId = await save(fenced);
    await expect(submit([{ destinationId, options }])).rejects.toMatchObject({
      code: 'INVALID_DATA',
      fields: { [`deliveries.0.${field}`]: [expect.stringContaining('in/')] },
    });
    expect(exports.sent).toEqual([]);
  });

  test('is not left by a file’s own name', async () => {
    const destinationId = await save(fenced);
    const inputTaskIds = [exports.connection.addInput('../../etc/passwd')];
    const attempt = submit([{ destinationId, options: {} }], { inputTaskIds });
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_DATA' });
  });

  test('lets in what is within it', async () => {
    const destinationId = await save(fenced);
    await submit([{ destinationId, options: {} }]);
    await submit([{ destinationId, options: { key: 'in/b-%d.txt' } }]);
    await submit([{ destinationId, options: { key_prefix: 'in/deeper/' } }]);
    expect(exports.sent).toHaveLength(3);
  });

  test('does not believe what a file is called that is still on its way', async () => {
    const destinationId = await save({ ...fenced, fencePrefix: 'in/rep-', fenceBytes: null });
    const late = (await exports.connection.client.createTask('import/upload', {})).id;
    const named = { inputTaskIds: [late], names: { [late]: 'rep-a.txt' } };
    await expect(submit([{ destinationId, options: {} }], named)).rejects.toMatchObject({
      fields: { input: [expect.stringContaining('Wait until')] },
    });
    await submit([{ destinationId, options: { key_prefix: 'in/rep-' } }], named);
    const arrived = [exports.connection.addInput('rep-a.txt')];
    await submit([{ destinationId, options: {} }], { inputTaskIds: arrived });
    expect(exports.sent).toHaveLength(2);
  });

  test('keeps out files that are too large, and those of which nobody knows', async () => {
    const destinationId = await save({ ...fenced, fenceBytes: 3 });
    await expect(submit([{ destinationId, options: {} }])).rejects.toMatchObject({
      fields: { input: [expect.stringContaining('a.txt')] },
    });
    const late = (await exports.connection.client.createTask('import/upload', {})).id;
    const attempt = submit([{ destinationId, options: {} }], { inputTaskIds: [late] });
    await expect(attempt).rejects.toMatchObject({
      fields: { input: [expect.stringContaining('wait until')] },
    });
  });
});

describe('several places at once', () => {
  test('become an export each, told apart and told together, once', async () => {
    const first = await save();
    const second = await save(sftpInput());
    const input: CreateExportsInput = {
      deliveries: [
        { destinationId: first, options: {} },
        { destinationId: second, options: {} },
        { operation: 'export/url', options: {} },
      ],
      inputTaskIds: [exports.connection.addInput('a.txt')],
      submissionId: randomUUID(),
    };
    const once = await createExports(exports.exporting(operator), input);
    const twice = await createExports(exports.exporting(operator), input);
    expect(twice).toEqual(once);
    expect(exports.sent.map(({ operation }) => operation)).toEqual([
      'export/s3',
      'export/sftp',
      'export/url',
    ]);
    const detail = await getExport(exports.exporting(operator), once.made[0]?.id ?? '');
    expect(detail.siblings.map(({ name, operation }) => [name, operation])).toEqual(
      expect.arrayContaining([
        ['Reports server', 'export/sftp'],
        [null, 'export/url'],
      ]),
    );
    expect(detail.siblings).toHaveLength(2);
  });

  test('are all checked before any is made, each fault at its place', async () => {
    const destinationId = await save(s3Input({ openFields: ['content_type'] }));
    const attempt = submit([
      { destinationId, options: {} },
      { destinationId, options: { content_type: 'nonsense' } },
      { operation: 'export/s3', options: {} },
    ]);
    await expect(attempt).rejects.toMatchObject({
      code: 'INVALID_DATA',
      fields: {
        'deliveries.1.content_type': [expect.any(String)],
        'deliveries.2.bucket': [expect.any(String)],
      },
    });
    expect(exports.sent).toEqual([]);
  });

  test('of which the connection refuses one: the others are made, and it is said which', async () => {
    const destinationId = await save();
    const context = exports.exporting(operator);
    const refusing: ExportContext = {
      ...context,
      client: {
        ...context.client,
        async createTask(operation, body) {
          if (operation === 'export/sftp') throw new Failure('RATE_LIMITED');
          return context.client.createTask(operation, body);
        },
      },
    };
    const answer = await createExports(refusing, {
      deliveries: [
        { destinationId, options: {} },
        { destinationId: await save(sftpInput()), options: {} },
      ],
      inputTaskIds: [exports.connection.addInput('a.txt')],
      submissionId: randomUUID(),
    });
    expect(answer.made.map(({ index }) => index)).toEqual([0]);
    expect(answer.refused).toMatchObject([{ index: 1, code: 'RATE_LIMITED' }]);
  });
});
