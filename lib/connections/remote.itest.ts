import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isFailure } from '#lib/errors.ts';
import { createExport } from '#lib/exports/create-export.ts';
import { getExport } from '#lib/exports/get-export.ts';
import { startUploads } from '#lib/exports/start-uploads.ts';
import { createConnection } from './create-connection.ts';
import { noteConnections } from './list-connections.ts';
import { startConnections } from './test-connections.ts';
import { RECORDED, startRecorded } from './test-recorded.ts';

const KEY = 'key-that-nobody-may-read-0000abcd';

let rig: Awaited<ReturnType<typeof startConnections>>;
let team: Awaited<ReturnType<typeof rig.createTeam>>;
let stopWatching: () => Promise<void>;

beforeAll(async () => {
  rig = await startConnections();
  stopWatching = rig.watch();
});
beforeEach(async () => {
  team = await rig.createTeam();
});
afterEach(() => {
  expect(rig.errors).toEqual([]);
});
afterAll(async () => {
  await stopWatching?.();
  await rig?.stop();
});

const rowOf = (id: string) => rig.prisma.export.findUniqueOrThrow({ where: { id } });
const settled = (id: string, status = 'finished') =>
  vi.waitFor(async () => expect((await rowOf(id)).status).toBe(status), { timeout: 15_000 });

describe('with answers of the hosted service', () => {
  let remote: Awaited<ReturnType<typeof startRecorded>>;
  let connection: string;
  beforeEach(async () => {
    remote = await startRecorded();
    remote.wellBehaved();
    const given = { name: 'Acme', base_url: remote.baseUrl, api_key: KEY };
    connection = (await createConnection(team.context, given)).id;
  });
  afterEach(() => remote.stop());

  /** Makes an export of a file that is there; `task` is what the service says of it from now on. */
  async function deliver(operation = 'export/url', options: Record<string, unknown> = {}) {
    const files = [{ filename: 'in.pdf', size: 9 }];
    const input = remote.task('import/upload', { status: 'finished', result: { files } });
    const task = remote.task(operation, { depends_on_task_ids: [input.id] });
    remote.when(new RegExp(`^GET /v2/tasks/${input.id}`), { status: 200, body: { data: input } });
    remote.when(new RegExp(`^POST /v2/${operation}`), () => ({
      status: 201,
      body: { data: task },
    }));
    remote.when(new RegExp(`^GET /v2/tasks/${task.id}`), () => ({
      status: 200,
      body: { data: task },
    }));
    const send = () =>
      createExport(team.exportsOf(connection), {
        operation,
        options,
        inputTaskIds: [input.id],
        submissionId: randomUUID(),
      });
    return { task, send };
  }
  const count = () => rig.prisma.export.count({ where: { teamId: team.teamId } });

  it('counts 24 hours from the end where the answer says nothing of one', async () => {
    const { task, send } = await deliver();
    const { id } = await send();
    Object.assign(task, {
      status: 'finished',
      ended_at: '2026-03-01T12:00:05+00:00',
      result: { files: [{ filename: 'in.pdf', size: 9, url: 'https://storage.example.com/x' }] },
    });
    await settled(id);
    expect((await rowOf(id)).expiresAt?.toISOString()).toBe('2026-03-02T12:00:05.000Z');
  });

  it('sends upload parameters as text, which the service writes as numbers', async () => {
    const form = {
      url: 'https://upload.example.com/x',
      parameters: { expires: 1545444403, max_file_count: 1, signature: 'd0db9b5e4ff7283xxx' },
    };
    const task = remote.task('import/upload', { result: { form } });
    remote.when(/^POST \/v2\/import\/upload/, { status: 201, body: { data: task } });
    const [slot] = await startUploads(team.exportsOf(connection), 1);
    expect(slot?.form.parameters).toEqual({
      expires: '1545444403',
      max_file_count: '1',
      signature: 'd0db9b5e4ff7283xxx',
    });
  });

  it.each([
    ['no credits', RECORDED.noCredits, 'OUT_OF_CREDITS', /no credits left/],
    ['a wrong key', RECORDED.wrongKey, 'CONNECTION_KEY_REFUSED', /refuses the API key/],
    ['a missing scope', RECORDED.noScope, 'FORBIDDEN', /scope/],
    ['maintenance', RECORDED.maintenance, 'CONNECTION_DOWN', /maintenance/],
  ] as const)(
    '%s: its own sentence, and no export is left behind',
    async (_, reply, code, words) => {
      const { send } = await deliver();
      remote.when(/^POST/, reply);
      const before = await count();
      const error: unknown = await send().catch((failure: unknown) => failure);
      expect(isFailure(error) && error).toMatchObject({
        code,
        message: expect.stringMatching(words),
      });
      expect(JSON.stringify(error)).not.toContain(KEY);
      expect(await count()).toBe(before);
    },
  );

  it('waits as long as a rate limit asks for, and sends again', async () => {
    const { send } = await deliver();
    const { asked } = remote;
    remote.once(RECORDED.tooMany);
    asked.length = 0;
    const began = performance.now();
    const { id } = await send();
    expect(performance.now() - began).toBeGreaterThanOrEqual(990);
    expect(await rowOf(id)).toMatchObject({ connection });
  });

  it('says that a rate limit is too long to wait for', async () => {
    const { send } = await deliver();
    remote.when(/^POST/, { ...RECORDED.tooMany, headers: { 'retry-after': '120' } });
    await expect(send()).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      message: expect.stringContaining('2 minutes'),
    });
  });

  it('shows the last known state while the service is down, and goes on when it is back', async () => {
    const { task, send } = await deliver();
    const { id } = await send();
    Object.assign(task, { status: 'processing', percent: 40, started_at: task.created_at });
    await settled(id, 'processing');
    remote.when(/./, { status: 503, body: {}, headers: { 'retry-after': '3' } });
    const detail = await vi.waitFor(
      async () => {
        const found = await getExport(team.exportsOf('none'), id);
        expect(found.trouble).toMatch(/maintenance/);
        return found;
      },
      { timeout: 10_000 },
    );
    expect(detail).toMatchObject({ status: 'processing', percent: 40 });
    await vi.waitFor(async () =>
      expect((await noteConnections(rig.prisma, team.teamId)).troubles).toEqual([detail.trouble]),
    );
    remote.asked.length = 0;
    for (let look = 0; look < 20; look++) await getExport(team.exportsOf('none'), id);
    expect(remote.asked.length).toBeLessThanOrEqual(1);
    Object.assign(task, { status: 'error', code: 'CANCELLED', ended_at: task.created_at });
    remote.when(new RegExp(`^GET /v2/tasks/${task.id}`), { status: 200, body: { data: task } });
    await settled(id, 'error');
    expect((await noteConnections(rig.prisma, team.teamId)).troubles).toEqual([]);
  });

  it('does not take what answers rubbish for a task that was deleted', async () => {
    const { send } = await deliver();
    const { id } = await send();
    for (const reply of [
      { status: 404, raw: '<h1>Not here</h1>' },
      { status: 200, raw: randomBytes(200).toString('latin1') },
      { status: 200, body: { data: { id: 7 } } },
      { status: 500, raw: 'oops' },
    ]) {
      remote.when(/^GET/, reply);
      remote.asked.length = 0;
      await rig.remotes.reset(connection);
      await vi.waitFor(() => expect(remote.asked.length).toBeGreaterThan(0), { timeout: 10_000 });
      expect(await rowOf(id)).toMatchObject({ status: 'waiting', taskGoneAt: null });
    }
  });

  it('is no wait for a page when the service hangs', async () => {
    const { task, send } = await deliver();
    const { id } = await send();
    Object.assign(task, {
      status: 'finished',
      ended_at: task.created_at,
      result: { files: [{ filename: 'in.pdf', size: 9, url: 'https://storage.example.com/x' }] },
    });
    await settled(id);
    rig.remotes.memory.forget(connection, task.id);
    remote.hang(true);
    const first = await getExport(team.exportsOf('none'), id);
    expect(first.trouble).toMatch(/did not answer in time/);
    expect(first.files).toMatchObject([{ filename: 'in.pdf', url: null }]);
    remote.asked.length = 0;
    // What is known to hang is not asked again by the next page.
    expect((await getExport(team.exportsOf('none'), id)).trouble).toBe(first.trouble);
    expect(remote.asked).toEqual([]);
    remote.hang(false);
  });

  it('is asked once for many exports, whoever looks on', async () => {
    const tasks: unknown[] = [];
    remote.when(/^GET \/v2\/tasks\?/, () => ({
      status: 200,
      body: { data: tasks, links: { next: null } },
    }));
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) {
      const { task, send } = await deliver();
      tasks.push(task);
      ids.push((await send()).id);
    }
    remote.asked.length = 0;
    const asked = (pattern: RegExp) => remote.asked.filter(({ path }) => pattern.test(path)).length;
    await vi.waitFor(
      async () => {
        await Promise.all(ids.map((id) => getExport(team.exportsOf('none'), id)));
        expect(asked(/^\/v2\/tasks\?/)).toBeGreaterThanOrEqual(4);
      },
      { timeout: 20_000, interval: 100 },
    );
    // A round that had begun before all of them were there may have asked about one or two.
    expect(asked(/^\/v2\/tasks\/[0-9a-f-]{36}/)).toBeLessThanOrEqual(2);
  });

  it('is left alone at once when the server stops', async () => {
    const { send } = await deliver();
    await send();
    const stop = rig.watch();
    remote.hang(true);
    remote.asked.length = 0;
    await vi.waitFor(() => expect(remote.asked.length).toBeGreaterThan(0), { timeout: 10_000 });
    await stop();
    remote.hang(false);
  });

  it('is asked by nobody while nothing is open', async () => {
    const { task, send } = await deliver();
    const { id } = await send();
    Object.assign(task, { status: 'error', code: 'INVALID', ended_at: task.created_at });
    await settled(id, 'error');
    remote.asked.length = 0;
    // Longer than the watcher's slowest look at an export that was just made.
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    expect(remote.asked).toEqual([]);
  });
});
