import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestServer } from '#lib/api/test-server.ts';
import { cancelExport } from '#lib/exports/cancel-export.ts';
import { createExport } from '#lib/exports/create-export.ts';
import { deleteExport } from '#lib/exports/delete-export.ts';
import { getExport } from '#lib/exports/get-export.ts';
import { listRemoteFiles } from '#lib/exports/list-files.ts';
import { newLink } from '#lib/exports/new-link.ts';
import { prepareExport } from '#lib/exports/prepare-export.ts';
import { rerunExport } from '#lib/exports/rerun-export.ts';
import { startUploads } from '#lib/exports/start-uploads.ts';
import { createConnection } from './create-connection.ts';
import { deleteConnection } from './delete-connection.ts';
import { startConnections } from './test-connections.ts';

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

describe('with a second Slipway', () => {
  let far: Awaited<ReturnType<typeof startTestServer>>;
  let farKey: string;
  let connection: string;
  beforeAll(async () => {
    far = await startTestServer();
    farKey = await far.createKey();
  });
  beforeEach(async () => {
    const given = { name: 'Far', base_url: `${far.origin}/v2`, api_key: farKey };
    connection = (await createConnection(team.context, given)).id;
  });
  afterAll(() => far?.stop());

  async function upload(name: string, text: string): Promise<string> {
    const [slot] = await startUploads(team.exportsOf(connection), 1);
    const form = new FormData();
    for (const [key, value] of Object.entries(slot?.form.parameters ?? {})) form.append(key, value);
    form.append('file', new Blob([text]), name);
    const answer = await fetch(slot?.form.url ?? '', { method: 'POST', body: form });
    expect(answer.status).toBe(201);
    return slot?.taskId ?? '';
  }
  async function deliver(...names: string[]) {
    const inputTaskIds = await Promise.all(names.map((name) => upload(name, `bytes of ${name}`)));
    const input = {
      operation: 'export/url',
      options: {},
      inputTaskIds,
      submissionId: randomUUID(),
    };
    return createExport(team.exportsOf(connection), input);
  }

  it('exports there: the form, the file, the temporary URL and its end are those of the other', async () => {
    const { id } = await deliver('a b.txt');
    await settled(id);
    const detail = await getExport(team.exportsOf('none'), id);
    expect(detail).toMatchObject({ remote: { name: 'Far', deleted: false }, trouble: null });
    const url = new URL(detail.files[0]?.url ?? '');
    expect(url.origin).toBe(far.origin);
    expect(await (await fetch(url)).text()).toBe('bytes of a b.txt');
    const end = Number(url.searchParams.get('temp_url_expires')) * 1000;
    expect(Date.parse(detail.expiresAt ?? '')).toBe(end);
    const stored = await rowOf(id);
    expect(stored).toMatchObject({ connection, resultCount: 1 });
    expect(JSON.stringify(stored.result)).not.toContain('temp_url_sig');
  });

  it('lists the files that are there', async () => {
    await upload('listed.txt', 'x');
    const { client } = team.exportsOf(connection, 'page');
    const page = await listRemoteFiles(client, { search: 'LISTED', page: 1, now: far.clock.now() });
    expect(page.rows.flatMap((row) => row.files.map((file) => file.filename))).toEqual([
      'listed.txt',
    ]);
  });

  it('cancels, runs again, renews links and deletes there', async () => {
    const [slot] = await startUploads(team.exportsOf(connection), 1);
    const waiting = await createExport(team.exportsOf(connection), {
      operation: 'export/url',
      options: {},
      inputTaskIds: [slot?.taskId ?? ''],
      submissionId: randomUUID(),
    });
    await cancelExport(team.exportsOf('none'), waiting.id);
    expect(await rowOf(waiting.id)).toMatchObject({ status: 'error', code: 'CANCELLED' });

    const { id } = await deliver('again.txt');
    await settled(id);
    for (const again of [rerunExport, newLink]) {
      const made = await again(team.exportsOf('none'), { id });
      await settled(made.id ?? '');
      expect(await rowOf(made.id ?? '')).toMatchObject({ connection });
    }
    const detail = await getExport(team.exportsOf('none'), id);
    await deleteExport(team.exportsOf('none'), id);
    expect((await fetch(detail.files[0]?.url ?? '')).status).toBe(410);
    expect((await far.call('GET', `/v2/tasks/${detail.taskId}`, undefined, farKey)).status).toBe(
      404,
    );
  });

  it('notes what was deleted there, and keeps the receipt', async () => {
    const { id } = await deliver('gone.txt');
    await settled(id);
    await far.call('DELETE', `/v2/tasks/${(await rowOf(id)).taskId}`, undefined, farKey);
    const detail = await vi.waitFor(
      async () => {
        const found = await getExport(team.exportsOf('none'), id);
        expect(found.taskGone).toBe(true);
        return found;
      },
      { timeout: 10_000 },
    );
    expect(detail.files).toMatchObject([{ filename: 'gone.txt', size: 17, url: null }]);
  });

  it('shows what was known when the connection is deleted', async () => {
    const { id } = await deliver('kept.txt');
    await settled(id);
    await deleteConnection(team.context, connection);
    const detail = await getExport(team.exportsOf('none'), id);
    expect(detail).toMatchObject({ remote: { name: 'Far', deleted: true }, status: 'finished' });
    expect(detail.files).toMatchObject([{ filename: 'kept.txt' }]);
    await expect(rerunExport(team.exportsOf('none'), { id })).rejects.toMatchObject({
      code: 'GONE',
    });
    const context = { ...team.exportsOf('none'), connection: undefined };
    expect(await prepareExport(context, { fileIds: [], fromId: id })).toMatchObject({
      connection: 'builtin',
      stored: [],
      start: { operation: 'export/url' },
      notice: expect.stringContaining('has been deleted. Its files cannot be taken over.'),
    });
    await deleteExport(team.exportsOf('none'), id);
    await expect(getExport(team.exportsOf('none'), id)).rejects.toThrow('no such export');
  });

  it('brings many exports to their ends', async () => {
    const inputTaskIds = [await upload('many.txt', 'x')];
    const made = await Promise.all(
      Array.from({ length: 20 }, () =>
        createExport(team.exportsOf(connection), {
          operation: 'export/url',
          options: {},
          inputTaskIds,
          submissionId: randomUUID(),
        }),
      ),
    );
    await Promise.all(made.map(({ id }) => settled(id)));
  });
});
