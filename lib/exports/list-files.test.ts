import { expect, it } from 'vitest';
import type { Client, TaskQuery } from '#lib/client/client.ts';
import type { WireTask } from '#lib/client/types.ts';
import { listRemoteFiles } from './list-files.ts';

const now = new Date('2026-03-01T12:00:00Z');
const task = (n: number, more: Partial<WireTask> = {}): WireTask => ({
  id: `task-${n}`,
  operation: 'import/upload',
  status: 'finished',
  created_at: '2026-03-01T11:00:00+00:00',
  ended_at: '2026-03-01T11:00:01+00:00',
  result: { files: [{ filename: `file-${n}.pdf`, size: 4 }] },
  ...more,
});

/** A server that knows pages, and none of our filters. */
function serve(tasks: WireTask[]) {
  const asked: TaskQuery[] = [];
  const client: Pick<Client, 'listTasks'> = {
    async listTasks(query) {
      asked.push(query);
      const { page = 1, perPage = 100 } = query;
      const from = (page - 1) * perPage;
      const found = tasks.slice(from, from + perPage);
      return { tasks: found, more: tasks.length > from + perPage };
    },
  };
  return { client: client as Client, asked };
}

it('shows files that are there: no receipts, nothing that failed, expired or is empty', async () => {
  const { client } = serve([
    task(1),
    task(2, { operation: 'export/s3' }),
    task(3, { status: 'error' }),
    task(4, { ended_at: '2026-02-27T00:00:00+00:00' }),
    task(5, { result: null }),
    task(6, {
      operation: 'export/url',
      result: { files: [{ filename: 'x.pdf', url: 'https://files.example.com/x.pdf' }] },
    }),
    task(7, {
      operation: 'export/url',
      result: { files: [{ filename: 'y.pdf', url: 'javascript:alert(1)' }] },
    }),
  ]);
  const { rows, older } = await listRemoteFiles(client, { page: 1, now });
  expect(rows.map((row) => row.taskId)).toEqual(['task-1', 'task-6', 'task-7']);
  expect(rows.map((row) => row.files[0]?.downloadUrl)).toEqual([
    null,
    'https://files.example.com/x.pdf',
    null,
  ]);
  expect(older).toBeNull();
});

it('searches a bounded number of pages, says how many tasks that were, and goes on from there', async () => {
  const all = Array.from({ length: 600 }, (_, n) => task(n));
  const { client, asked } = serve(all);
  const first = await listRemoteFiles(client, { search: 'FILE-599', page: 1, now });
  expect(first).toMatchObject({ rows: [], lookedThrough: 250, older: 6, newer: null });
  expect(asked).toHaveLength(5);
  const second = await listRemoteFiles(client, { search: 'file-599', page: 6, now });
  expect(second).toMatchObject({ lookedThrough: 250, older: 11, newer: 1 });
  const third = await listRemoteFiles(client, { search: 'file-599', page: 11, now });
  expect(third.rows.map((row) => row.taskId)).toEqual(['task-599']);
  expect(third.older).toBeNull();
});

it('asks for no more pages than it takes to fill one', async () => {
  const { client, asked } = serve(Array.from({ length: 600 }, (_, n) => task(n)));
  const { rows, older } = await listRemoteFiles(client, { page: 1, now });
  expect(rows).toHaveLength(50);
  expect(older).toBe(2);
  expect(asked).toHaveLength(1);
});
