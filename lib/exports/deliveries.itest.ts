import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { WireDelivery } from '#lib/client/types.ts';
import { testClock } from '#lib/clock.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { cancelExport } from './cancel-export.ts';
import type { ExportContext } from './context.ts';
import { createExport } from './create-export.ts';
import { getExport } from './get-export.ts';
import { prepareExport } from './prepare-export.ts';
import { refreshExport } from './refresh-exports.ts';
import { rerunExport } from './rerun-export.ts';
import { createTestClient } from './test-client.ts';

/** Exports to targets, on a connection whose tasks the test moves. */
let db: Awaited<ReturnType<typeof openTestDb>>;
let connection: ReturnType<typeof createTestClient>;
let context: ExportContext;
const clock = testClock(new Date('2026-03-01T12:00:00Z'));

beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.close());
beforeEach(async () => {
  connection = createTestClient();
  const team = await db.prisma.team.create({ data: { name: 'Team' } });
  const user = await db.prisma.user.create({
    data: { email: `${randomUUID()}@example.com`, name: 'Test', passwordHash: '' },
  });
  const actor = { teamId: team.id, userId: user.id, email: 'operator@example.com' };
  context = { prisma: db.prisma, clock, client: connection.client, actor };
});

const row = (id: string) => db.prisma.export.findUniqueOrThrow({ where: { id } });
const refresh = (taskId: string) =>
  refreshExport({ prisma: db.prisma, clock, clientOf: () => connection.client }, taskId);

const OPTIONS = {
  bucket: 'harbour',
  region: 'eu-central-1',
  access_key_id: 'AKIAIOSFODNN7EXAMPLE',
  secret_access_key: 'never-kept',
};

/** An export of two files to S3, and its task. */
async function deliver() {
  const inputTaskIds = [connection.addInput('a.txt'), connection.addInput('b.txt')];
  const submissionId = randomUUID();
  const given = { operation: 'export/s3', options: OPTIONS, inputTaskIds, submissionId };
  const { id } = await createExport(context, given);
  const { taskId } = await row(id);
  return { id, taskId, inputTaskIds };
}

const sent = (filename: string, more: Partial<WireDelivery> = {}): WireDelivery => ({
  filename,
  name: `in/${filename}`,
  size: 4,
  bytes: 4,
  status: 'done',
  attempts: [],
  ...more,
});
const attempts = [{ at: '2026-03-01T12:00:01.000Z', code: 'TARGET_DENIED', message: 'No.' }];
const FAILED = {
  status: 'error',
  code: 'TARGET_DENIED',
  message: '1 of 2 files were delivered. No.',
  errors: { bucket: ['No.'] },
  details: 'HTTP 403',
  ended_at: '2026-03-01T12:00:02+00:00',
  result: {
    files: [{ filename: 'a.txt', size: 4, location: 's3://harbour/in/a.txt', etag: '"e"' }],
  },
  deliveries: [sent('a.txt'), sent('b.txt', { status: 'failed', bytes: 0, attempts })],
} as const;
const failed = () => structuredClone(FAILED) as unknown as Parameters<typeof connection.change>[1];

describe('what is kept of a delivery', () => {
  it('is what was delivered, what was not, why, and the field at fault, when the task is gone', async () => {
    const { id, taskId } = await deliver();
    connection.change(taskId, failed());
    await refresh(taskId);
    connection.remove(taskId);
    await refresh(taskId);
    const detail = await getExport(context, id);
    expect(detail).toMatchObject({
      status: 'error',
      taskGone: true,
      resultCount: 1,
      errors: { bucket: ['No.'] },
      details: 'HTTP 403',
      secretNames: ['secret_access_key'],
      files: [{ filename: 'a.txt', location: 's3://harbour/in/a.txt', etag: '"e"', url: null }],
      deliveries: { counts: { done: 1, failed: 1 }, rows: [{ position: 1, name: 'in/b.txt' }] },
    });
    expect(JSON.stringify(await row(id), bigints)).not.toContain('never-kept');
  });

  it('says which fields a destination leaves open, as long as there is one', async () => {
    const { id, taskId } = await deliver();
    connection.change(taskId, failed());
    await refresh(taskId);
    expect(await getExport(context, id)).toMatchObject({ openFields: null });
    const now = clock.now();
    const { id: destinationId } = await db.prisma.destination.create({
      data: {
        ...{ teamId: context.actor.teamId, name: 'Archive', operation: 'export/s3', options: {} },
        ...{ openFields: ['key'], createdAt: now, updatedAt: now, searchText: 'archive' },
      },
    });
    const data = { destinationId, destinationName: 'Archive' };
    await db.prisma.export.update({ where: { id }, data });
    expect(await getExport(context, id)).toMatchObject({ openFields: ['key'] });
    await db.prisma.destination.update({ where: { id: destinationId }, data: { deletedAt: now } });
    expect(await getExport(context, id)).toMatchObject({ openFields: null });
  });

  it('is asked for once, at the end, and not with each change', async () => {
    const { taskId } = await deliver();
    for (const bytes of [1, 2, 3]) {
      connection.change(taskId, { status: 'processing', progress: { bytes, total: 8 } });
      await refresh(taskId);
    }
    const asked = () => connection.calls.filter((call) => call === 'find deliveries').length;
    expect(asked()).toBe(0);
    connection.change(taskId, failed());
    await refresh(taskId);
    expect(asked()).toBe(1);
  });

  it('comes from the task while it runs', async () => {
    const { id, taskId } = await deliver();
    const deliveries = [sent('a.txt', { status: 'sending', bytes: 2 }), sent('b.txt')];
    connection.change(taskId, { status: 'processing', deliveries });
    const detail = await getExport(context, id);
    expect(detail.deliveries?.rows[0]).toMatchObject({ status: 'sending', bytes: 2 });
    expect((await row(id)).deliveries).toBeNull();
  });

  it('of a cancelled one is what had got through when its run stopped', async () => {
    const { id, taskId } = await deliver();
    const sending = sent('a.txt', { status: 'sending', bytes: 2 });
    connection.change(taskId, { status: 'processing', deliveries: [sending] });
    await refresh(taskId);
    await cancelExport(context, id);
    expect((await row(id)).deliveries).toMatchObject([{ status: 'sending' }]);
    connection.change(taskId, { deliveries: [sent('a.txt')], result: failed().result });
    await refresh(taskId);
    expect(await row(id)).toMatchObject({
      code: 'CANCELLED',
      resultCount: 1,
      deliveries: [{ status: 'done' }],
    });
  });
});

describe('run again', () => {
  it('retries the task, which has the secrets, once for a press that comes five times', async () => {
    const { id, taskId } = await deliver();
    connection.change(taskId, failed());
    await refresh(taskId);
    const submissionId = randomUUID();
    const made = await Promise.all(
      Array.from({ length: 5 }, () => rerunExport(context, { id, submissionId })),
    );
    const [first] = made;
    expect(new Set(made.map((one) => one.id)).size).toBe(1);
    expect(connection.calls.filter((call) => call === 'retry')).toHaveLength(1);
    const again = await row(first?.id ?? '');
    const { secret_access_key: _, ...open } = OPTIONS;
    expect(again).toMatchObject({
      operation: 'export/s3',
      options: open,
      secretNames: ['secret_access_key'],
      filenames: ['a.txt', 'b.txt'],
      status: 'waiting',
      code: null,
    });
    expect(again.taskId).not.toBe(taskId);
  });

  it('says that the secrets are gone with the task, and leaves nothing behind', async () => {
    const { id, taskId } = await deliver();
    connection.remove(taskId);
    const count = () => db.prisma.export.count({ where: { teamId: context.actor.teamId } });
    const before = await count();
    expect(await rerunExport(context, { id })).toEqual({ id: null });
    await refresh(taskId);
    expect(await rerunExport(context, { id })).toEqual({ id: null });
    expect(connection.calls.filter((call) => call === 'retry')).toHaveLength(1);
    expect(await count()).toBe(before);
  });

  it('says that the files are gone before it looks at the secrets', async () => {
    const { id, taskId, inputTaskIds } = await deliver();
    connection.remove(taskId);
    connection.remove(inputTaskIds[0] ?? '');
    await expect(rerunExport(context, { id })).rejects.toMatchObject({ code: 'GONE' });
  });

  it('with edits starts with all but the secrets, and with what was wrong', async () => {
    const { id, taskId, inputTaskIds } = await deliver();
    connection.change(taskId, failed());
    await refresh(taskId);
    const { stored, start } = await prepareExport(context, { fileIds: [], fromId: id });
    expect(stored.map((file) => file.taskId)).toEqual(inputTaskIds);
    const { secret_access_key: _, ...open } = OPTIONS;
    expect(start).toEqual({
      operation: 'export/s3',
      options: open,
      secretNames: ['secret_access_key'],
      errors: { bucket: ['No.'] },
    });
  });
});

const bigints = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);
