import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer } from '#lib/api/test-server.ts';
import { Failure } from '#lib/errors.ts';
import { cancelExport } from './cancel-export.ts';
import { createExport } from './create-export.ts';
import { deleteExport } from './delete-export.ts';
import { getExport } from './get-export.ts';
import { listExports } from './list-exports.ts';
import { newLink } from './new-link.ts';
import { prepareExport } from './prepare-export.ts';
import { rerunExport } from './rerun-export.ts';
import { startUploads } from './start-uploads.ts';
import { createTestTeam, type TestTeam } from './test-team.ts';
import type { TaskWatch } from './watch-tasks.ts';

let server: Awaited<ReturnType<typeof startTestServer>>;
let team: TestTeam;
let watch: TaskWatch;

beforeAll(async () => {
  server = await startTestServer();
  team = await createTestTeam(server);
  watch = team.watch();
});
afterAll(async () => {
  await watch?.stop();
  await server?.stop();
});

const row = (id: string) => server.db.prisma.export.findUniqueOrThrow({ where: { id } });
const settled = (id: string, status = 'finished') =>
  vi.waitFor(async () => expect((await row(id)).status).toBe(status), { timeout: 10_000 });

describe('createExport', () => {
  it('becomes a task, and keeps its receipt without temporary URLs', async () => {
    const { id } = await team.deliver(['a b.txt', 'שלום 🚢.txt']);
    await settled(id);
    const stored = await row(id);
    expect(stored).toMatchObject({ fileCount: 2, resultCount: 2, percent: 100 });
    expect(JSON.stringify(stored.result)).not.toContain('temp_url_sig');
    const detail = await getExport(team.context, id);
    expect(detail.files.map((file) => file.filename)).toEqual(['a b.txt', 'שלום 🚢.txt']);
    const answer = await fetch(detail.files[0]?.url ?? '');
    expect(await answer.text()).toBe('bytes of a b.txt');
    const audit = await server.db.prisma.auditEntry.findFirst({ where: { subject: id } });
    expect(audit).toMatchObject({ action: 'export.create', actor: 'operator@example.com' });
  });

  it('makes one export and one task of a form that is sent five times', async () => {
    const inputTaskIds = await team.upload('once.txt');
    const input = {
      operation: 'export/url',
      options: {},
      inputTaskIds,
      submissionId: randomUUID(),
    };
    const made = await Promise.all(
      Array.from({ length: 5 }, () => createExport(team.context, input)),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const tasks = await server.db.prisma.taskInput.count({
      where: { inputId: inputTaskIds[0] ?? '' },
    });
    expect(tasks).toBe(1);
  });

  it('waits for files that are still on their way', async () => {
    const [slot] = await startUploads(team.context, 1);
    const taskId = slot?.taskId ?? '';
    const { id } = await createExport(team.context, {
      operation: 'export/url',
      options: {},
      inputTaskIds: [taskId],
      names: { [taskId]: 'late.txt' },
      submissionId: randomUUID(),
    });
    expect(await row(id)).toMatchObject({ status: 'waiting', filenames: ['late.txt'] });
    const form = new FormData();
    for (const [name, value] of Object.entries(slot?.form.parameters ?? {}))
      form.append(name, value);
    form.append('file', new Blob(['at last']), 'late.txt');
    await fetch(slot?.form.url ?? '', { method: 'POST', body: form });
    await settled(id);
  });

  it('refuses inputs that are unknown, deleted or of another team, and leaves nothing behind', async () => {
    const other = await createTestTeam(server);
    const [foreign] = await other.upload('theirs.txt');
    const [deleted] = await team.upload('gone.txt');
    await team.client.deleteTask(deleted ?? '');
    const before = await server.db.prisma.export.count();
    for (const input of [foreign, deleted, randomUUID()]) {
      const creation = createExport(team.context, {
        operation: 'export/url',
        options: {},
        inputTaskIds: [input ?? ''],
        submissionId: randomUUID(),
      });
      await expect(creation).rejects.toMatchObject({
        code: 'INVALID_DATA',
        fields: { input: [expect.stringContaining('no longer here')] },
      });
    }
    expect(await server.db.prisma.export.count()).toBe(before);
  });

  it('leaves only a word in the audit log when the connection refuses', async () => {
    const inputTaskIds = await team.upload('x.txt');
    const refuse = async () => {
      throw new Failure('FORBIDDEN');
    };
    const client = { ...team.client, createTask: refuse };
    const creation = createExport(
      { ...team.context, client },
      {
        operation: 'export/sftp',
        options: { host: 'sftp.example.com', username: 'u', password: 'never-kept' },
        inputTaskIds,
        submissionId: randomUUID(),
      },
    );
    await expect(creation).rejects.toMatchObject({ name: 'Failure' });
    const rows = await server.db.prisma.export.findMany({ where: { operation: 'export/sftp' } });
    expect(rows).toEqual([]);
    const audit = await server.db.prisma.auditEntry.findMany({ orderBy: { createdAt: 'asc' } });
    expect(audit.at(-1)?.action).toBe('export.refused');
    expect(JSON.stringify(audit)).not.toContain('never-kept');
  });

  it('is as strict as the form about options', async () => {
    const inputTaskIds = await team.upload('x.txt');
    const creation = createExport(team.context, {
      operation: 'export/s3',
      options: { region: 'eu-central-1' },
      inputTaskIds,
      submissionId: randomUUID(),
    });
    await expect(creation).rejects.toMatchObject({
      code: 'INVALID_DATA',
      fields: { bucket: [expect.any(String)] },
    });
  });
});

describe('what can be done with an export', () => {
  it('is nothing for another team', async () => {
    const { id } = await team.deliver(['mine.txt']);
    const { context } = await createTestTeam(server);
    const attempts = [
      () => getExport(context, id),
      () => cancelExport(context, id),
      () => deleteExport(context, id),
      () => rerunExport(context, { id }),
      () => newLink(context, { id }),
    ];
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await prepareExport(context, { fileIds: [], fromId: id })).start).toBeUndefined();
    const page = await listExports(server.db.prisma, {
      teamId: context.actor.teamId,
      filter: {},
      now: server.clock.now(),
    });
    expect(page.rows).toEqual([]);
  });

  it('cancel ends one that waits, and says so when it had ended', async () => {
    const [slot] = await startUploads(team.context, 1);
    const { id } = await createExport(team.context, {
      operation: 'export/url',
      options: {},
      inputTaskIds: [slot?.taskId ?? ''],
      submissionId: randomUUID(),
    });
    await cancelExport(team.context, id);
    expect(await row(id)).toMatchObject({ status: 'error', code: 'CANCELLED' });
    await expect(cancelExport(team.context, id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('delete kills its temporary URLs at once', async () => {
    const { id } = await team.deliver(['secret.txt']);
    await settled(id);
    const url = (await getExport(team.context, id)).files[0]?.url ?? '';
    expect((await fetch(url)).status).toBe(200);
    await deleteExport(team.context, id);
    expect((await fetch(url)).status).toBe(410);
    await expect(getExport(team.context, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('run again makes the same anew, and says when its files are gone', async () => {
    const { id, input } = await team.deliver(['again.txt', 'more.txt'], {
      archive_multiple_files: true,
    });
    await settled(id);
    const second = (await rerunExport(team.context, { id })).id ?? '';
    await settled(second);
    expect(await row(second)).toMatchObject({ resultCount: 1, fileCount: 2 });
    await team.client.deleteTask(input.inputTaskIds[0] ?? '');
    await expect(rerunExport(team.context, { id })).rejects.toMatchObject({ code: 'GONE' });
  });

  it('new link uses the inputs, else what was made, else says that all is gone', async () => {
    const { id, input } = await team.deliver(['one.txt', 'two.txt'], {
      archive_multiple_files: true,
    });
    await settled(id);
    for (const taskId of input.inputTaskIds) await team.client.deleteTask(taskId);
    const second = await newLink(team.context, { id });
    await settled(second.id);
    const detail = await getExport(team.context, second.id);
    expect(detail.files).toHaveLength(1);
    expect(detail.files[0]?.filename).toMatch(/\.zip$/);
    await team.client.deleteTask((await row(id)).taskId);
    await expect(newLink(team.context, { id })).rejects.toMatchObject({ code: 'GONE' });
  });
});
