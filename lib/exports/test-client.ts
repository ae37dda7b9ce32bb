import { randomUUID } from 'node:crypto';
import type { Client } from '#lib/client/client.ts';
import type { WireTask } from '#lib/client/types.ts';
import { Failure } from '#lib/errors.ts';

/** A connection without an engine: tasks are what a test says they are. */
export function createTestClient() {
  const tasks = new Map<string, WireTask>();
  const calls: string[] = [];

  function add(operation: string, more: Partial<WireTask> = {}): WireTask {
    const at = '2026-03-01T12:00:00+00:00';
    const task: WireTask = {
      id: randomUUID(),
      operation,
      status: 'waiting',
      created_at: at,
      ...more,
    };
    tasks.set(task.id, task);
    return task;
  }
  function get(id: string): WireTask {
    const task = tasks.get(id);
    if (!task) throw new Failure('NOT_FOUND');
    return task;
  }
  const client: Client = {
    async createTask(operation, body) {
      calls.push(`create ${operation}`);
      return add(operation, { depends_on_task_ids: [body.input].flat().map(String) });
    },
    async findTask(id, include = []) {
      calls.push(['find', ...include].join(' '));
      const task = tasks.get(id);
      if (!task || include.includes('deliveries')) return task;
      const { deliveries: _, ...plain } = task;
      return plain as WireTask;
    },
    async listTasks() {
      return { tasks: [...tasks.values()], more: false };
    },
    async cancelTask(id) {
      return Object.assign(get(id), { status: 'error', code: 'CANCELLED' });
    },
    async retryTask(id) {
      calls.push('retry');
      const { operation, depends_on_task_ids } = get(id);
      return add(operation, { depends_on_task_ids, retry_of_task_id: id });
    },
    async deleteTask(id) {
      tasks.delete(id);
    },
  };
  return {
    client,
    calls,
    /** A file that has arrived. */
    addInput: (filename: string): string =>
      add('import/upload', { status: 'finished', result: { files: [{ filename, size: 4 }] } }).id,
    /** What becomes of a task. */
    change: (id: string, change: Partial<WireTask>) => void Object.assign(get(id), change),
    remove: (id: string) => void tasks.delete(id),
  };
}
