import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer } from '#lib/api/test-server.ts';
import { deleteExport } from './delete-export.ts';
import { exportChanges } from './export-changes.ts';
import { getExport } from './get-export.ts';
import { listExports } from './list-exports.ts';
import { createTestTeam, exportData, type TestTeam } from './test-team.ts';
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
