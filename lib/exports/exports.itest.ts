import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer } from '#lib/api/test-server.ts';
import { cancelExport } from './cancel-export.ts';
import { createExport } from './create-export.ts';
import { deleteExport } from './delete-export.ts';
import { exportChanges } from './export-changes.ts';
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
const list = (filter = {}) =>
  listExports(server.db.prisma, { teamId: team.teamId, filter, now: server.clock.now() });

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
    const creation = createExport(team.context, {
      operation: 'export/sftp',
      options: { host: 'sftp.example.com', username: 'u', password: 'never-kept' },
      inputTaskIds,
      submissionId: randomUUID(),
    });
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
    const second = await rerunExport(team.context, { id });
    await settled(second.id);
    expect(await row(second.id)).toMatchObject({ resultCount: 1, fileCount: 2 });
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

describe('the list', () => {
  it('finds by any part of a name, whatever stands between its words', async () => {
    await team.deliver(['100%_Größe-Plan.qx', 'Gro\u0308ße 🛥.txt']);
    const count = async (text: string) => (await list({ text })).rows.length;
    for (const text of ['0%_GRÖ', 'größe plan', 'öße', '🛥', 'url 100'])
      expect([text, await count(text)]).toEqual([text, text === 'url 100' ? 0 : 1]);
    expect(await count('0xxgrö')).toBe(0);
    // Two letters find where a word begins.
    expect(await Promise.all(['qx', 'q', 'xq', 'rö'].map(count))).toEqual([1, 1, 0, 1]);
  });

  it('goes through equal times without a gap or a repeat', async () => {
    const { context, teamId } = await createTestTeam(server);
    const at = server.clock.now();
    await server.db.prisma.export.createMany({
      data: Array.from({ length: 120 }, () => exportData(context.actor, at)),
    });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listExports(server.db.prisma, { teamId, filter: {}, cursor, now: at });
      seen.push(...page.rows.map((one) => one.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
  });
});

describe('exportChanges', () => {
  const poll = (teamId: string, since: string) =>
    exportChanges(server.db.prisma, { teamId, filter: {}, since, now: server.clock.now() });

  it('tells each change once, one that was committed late among them, and deletions', async () => {
    const other = await createTestTeam(server);
    const { teamId, context } = other;
    let { since } = await listExports(server.db.prisma, {
      teamId,
      filter: {},
      now: server.clock.now(),
    });
    server.clock.advance(5_000);
    ({ since } = await poll(teamId, since));
    // Stamped before that poll, committed after it.
    const late = exportData(context.actor, new Date(server.clock.now().getTime() - 3_000));
    await server.db.prisma.export.create({ data: late });
    const told = await poll(teamId, since);
    expect(told.changed.map((one) => one.id)).toEqual([late.id]);
    expect(told.running).toBe(true);
    const again = await poll(teamId, told.since);
    expect([again.changed, again.removed]).toEqual([[], []]);
    expect(JSON.stringify(again).length).toBeLessThan(1_000);
    await deleteExport(context, late.id);
    const gone = await poll(teamId, again.since);
    expect(gone.removed).toEqual([late.id]);
    expect((await poll(teamId, gone.since)).removed).toEqual([]);
  });

  it('tells all of a flood in which everything changed in the same millisecond', async () => {
    const { context, teamId } = await createTestTeam(server);
    let { since } = await listExports(server.db.prisma, {
      teamId,
      filter: {},
      now: server.clock.now(),
    });
    server.clock.advance(1_000);
    const data = Array.from({ length: 950 }, () => exportData(context.actor, server.clock.now()));
    await server.db.prisma.export.createMany({ data });
    const told = new Set<string>();
    for (let polls = 0; polls < 12 && told.size < data.length; polls++) {
      const changes = await poll(teamId, since);
      for (const one of changes.changed) told.add(one.id);
      since = changes.since;
    }
    expect(told.size).toBe(data.length);
  });

  it('refuses a cursor that was not made here', async () => {
    await expect(poll(team.teamId, 'x"y')).rejects.toMatchObject({ code: 'INVALID_DATA' });
  });
});

describe('watchTasks', () => {
  it('notes that a task is gone once it has expired, and keeps the receipt', async () => {
    const { id } = await team.deliver(['old.txt']);
    await settled(id);
    server.clock.advance(25 * 3_600_000);
    await server.engine.keepHouse();
    await vi.waitFor(async () => expect((await row(id)).taskGoneAt).not.toBeNull());
    const detail = await getExport(team.context, id);
    expect(detail).toMatchObject({ status: 'finished', taskGone: true });
    expect(detail.files[0]).toMatchObject({ filename: 'old.txt', url: null });
  });

  it('finds the task of an export whose process died before it noted it', async () => {
    const inputTaskIds = await team.upload('orphan.txt');
    const data = {
      ...exportData(team.context.actor, server.clock.now()),
      taskId: '',
      inputTaskIds,
    };
    await server.db.prisma.export.create({ data });
    const task = await team.client.createTask('export/url', { input: inputTaskIds });
    const lost = { ...exportData(team.context.actor, server.clock.now()), taskId: '' };
    await server.db.prisma.export.create({ data: lost });
    server.clock.advance(61_000);
    const after = team.watch();
    await settled(data.id);
    await settled(lost.id, 'error');
    await after.stop();
    expect((await row(data.id)).taskId).toBe(task.id);
    expect((await row(lost.id)).message).toContain('stopped before');
  });

  it('brings the last state of many exports at once', async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => (await team.deliver([`many-${i}.txt`])).id),
    );
    for (const id of ids) await settled(id);
  });
});

function exportData(actor: { teamId: string; userId: string }, at: Date) {
  return {
    id: randomUUID(),
    teamId: actor.teamId,
    createdById: actor.userId,
    operation: 'export/url',
    options: {},
    inputTaskIds: [] as string[],
    filenames: ['x.txt'],
    fileCount: 1,
    taskId: randomUUID() as string,
    status: 'waiting',
    createdAt: at,
    updatedAt: at,
    submissionId: randomUUID(),
    searchText: 'x.txt',
  };
}
