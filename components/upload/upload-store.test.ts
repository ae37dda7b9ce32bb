import { expect, it, vi } from 'vitest';
import type { ImportState } from '#lib/exports/types.ts';
import type { SendOutcome } from './send-file.ts';
import type { UploadPorts } from './upload-ports.ts';
import { createUploadStore } from './upload-store.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const file = (name: string, size = 10) => new File([new Uint8Array(size)], name);
const state = (taskId: string, more: Partial<ImportState>): ImportState => ({
  taskId,
  status: 'processing',
  percent: null,
  bytesDone: 0,
  bytesTotal: null,
  code: null,
  message: null,
  files: [],
  ...more,
});

/** A server that answers when told to. */
function setUp(more: Partial<UploadPorts> = {}) {
  const sends: { url: string; end: (outcome: SendOutcome) => void; signal: AbortSignal }[] = [];
  const deleted: string[] = [];
  let made = 0;
  let most = 0;
  let open = 0;
  const store = createUploadStore({
    async startUploads(count) {
      const data = Array.from({ length: count }, () => {
        made += 1;
        return { taskId: `t${made}`, form: { url: `/uploads/t${made}`, parameters: {} } };
      });
      return { ok: true, data };
    },
    importUrl: async () => ({ ok: true, data: { taskId: 'u1' } }),
    async deleteTasks(ids) {
      deleted.push(...ids);
      return { ok: true, data: undefined };
    },
    states: async () => [],
    send(form, _file, _onProgress, signal) {
      most = Math.max(most, ++open);
      return new Promise((resolve) => {
        const end = (outcome: SendOutcome) => {
          open -= 1;
          resolve(outcome);
        };
        signal.addEventListener('abort', () =>
          end({ sent: false, status: 0, message: 'Cancelled.' }),
        );
        sends.push({ url: form.url, end, signal });
      });
    },
    now: () => performance.now(),
    sleep: turn as () => Promise<void>,
    ...more,
  });
  const phases = () => store.items().map((item) => item.phase);
  return { store, sends, deleted, phases, most: () => most };
}

it('gives every file a task at once, and sends three at a time', async () => {
  const { store, sends, phases, most } = setUp();
  await store.addFiles(['a', 'b', 'c', 'd', 'e'].map((name) => file(name)));
  expect(store.items().map((item) => item.taskId)).toEqual(['t1', 't2', 't3', 't4', 't5']);
  expect(phases()).toEqual(['sending', 'sending', 'sending', 'queued', 'queued']);
  for (let i = 0; i < 5; i++) {
    sends[i]?.end({ sent: true });
    await turn();
  }
  expect(phases()).toEqual(Array(5).fill('ready'));
  expect(most()).toBe(3);
});

it('sends again by itself when the connection broke, and only then', async () => {
  const { store, sends, phases } = setUp();
  await store.addFiles([file('a')]);
  sends[0]?.end({ sent: false, status: 0, message: 'The connection broke.' });
  await turn();
  await turn();
  expect(sends).toHaveLength(2);
  sends[1]?.end({ sent: false, status: 413, message: 'Too large.' });
  await turn();
  expect(phases()).toEqual(['failed']);
  expect(store.items()[0]?.message).toBe('Too large.');
});

it('takes a second refusal for success when the first one had arrived', async () => {
  const { store, sends, phases } = setUp({
    states: async () => [state('t1', { status: 'finished' })],
  });
  await store.addFiles([file('a')]);
  sends[0]?.end({ sent: false, status: 0, message: 'The connection broke.' });
  await turn();
  await turn();
  sends[1]?.end({ sent: false, status: 409, message: 'This has been done already.' });
  await turn();
  await turn();
  expect(phases()).toEqual(['ready']);
});

it('gets a new task for a file that was refused, and deletes the old one', async () => {
  const { store, sends, deleted, phases } = setUp();
  await store.addFiles([file('a')]);
  sends[0]?.end({ sent: false, status: 410, message: 'Gone.' });
  await turn();
  store.retry(store.items()[0]?.key ?? '');
  await turn();
  expect([sends[1]?.url, deleted, phases()]).toEqual(['/uploads/t2', ['t1'], ['sending']]);
});

it('stops a file that is taken out, deletes its task, and goes on with the next', async () => {
  const { store, sends, deleted, phases } = setUp();
  await store.addFiles(['a', 'b', 'c', 'd'].map((name) => file(name)));
  store.remove(store.items()[0]?.key ?? '');
  await turn();
  expect(sends[0]?.signal.aborted).toBe(true);
  expect(deleted).toEqual(['t1']);
  expect(phases()).toEqual(['sending', 'sending', 'sending']);
});

it('deletes the task of a file that was taken out before it had one', async () => {
  const { store, deleted, sends } = setUp();
  const adding = store.addFiles([file('a')]);
  store.remove(store.items()[0]?.key ?? '');
  await adding;
  expect([deleted, sends.length]).toEqual([['t1'], 0]);
});

it('says so at each file when no task could be made', async () => {
  const { store, phases } = setUp({
    startUploads: async () => ({ ok: false, code: 'STORAGE_FULL', message: 'The disk is full.' }),
  });
  await store.addFiles([file('a'), file('b')]);
  expect(phases()).toEqual(['failed', 'failed']);
  expect(store.items()[1]?.message).toBe('The disk is full.');
});

it('follows what the server fetches from a URL to its end', async () => {
  const answers = [
    state('u1', { bytesDone: 5, bytesTotal: 10 }),
    state('u1', { status: 'finished', files: [{ filename: 'report.pdf', size: 10 }] }),
  ];
  const states = vi.fn(async () => answers.splice(0, 1));
  const { store } = setUp({ states });
  await store.addUrl('https://example.com/x');
  await turn();
  expect(store.items()[0]).toMatchObject({ name: 'https://example.com/x', size: 10, done: 5 });
  await turn();
  await turn();
  expect(store.items()[0]).toMatchObject({ name: 'report.pdf', phase: 'ready', done: 10 });
});

it('keeps what is under way when the export is sent, and empties the draft', async () => {
  const { store, sends } = setUp();
  store.addStored([{ taskId: 's1', name: 'old', size: 1 }], 'builtin');
  await store.addFiles([file('a'), file('b')]);
  sends[0]?.end({ sent: true });
  await turn();
  store.release();
  expect(store.items().map(({ name, draft }) => [name, draft])).toEqual([['b', false]]);
});

it('takes a stored file once', () => {
  const { store, deleted } = setUp();
  const choice = { taskId: 's1', name: 'old', size: 1 };
  store.addStored([choice], 'builtin');
  store.addStored([choice], 'builtin');
  expect(store.items()).toHaveLength(1);
  store.remove(store.items()[0]?.key ?? '');
  expect(deleted).toEqual([]);
});

it('keeps files apart by the connection that they were added to', async () => {
  const asked: string[] = [];
  const { store, deleted } = setUp({
    async startUploads(count, connection) {
      asked.push(connection);
      const slot = { taskId: `of ${connection}`, form: { url: '/uploads/x', parameters: {} } };
      return { ok: true, data: Array.from({ length: count }, () => slot) };
    },
  });
  await store.addFiles([file('here.txt')]);
  store.chooseConnection('remote');
  await store.addFiles([file('there.txt')]);
  expect(asked).toEqual(['builtin', 'remote']);
  expect((await store.prepared()).map((item) => item.name)).toEqual(['there.txt']);
  store.release();
  const drafts = store.items().filter((item) => item.draft);
  expect(drafts.map((item) => item.name)).toEqual(['here.txt']);
  store.remove(drafts[0]?.key ?? '');
  expect(deleted).toEqual(['of builtin']);
});
