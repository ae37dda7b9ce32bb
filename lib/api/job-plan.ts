import { randomUUID } from 'node:crypto';
import type { Engine } from '#lib/engine/engine.ts';
import { inputIdsOf } from '#lib/engine/tasks/create-task.ts';
import { Failure, type FieldErrors, isFailure } from '#lib/errors.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { findOffered, parseOptions } from './new-task.ts';

export type PlannedTask = {
  id: string;
  name: string;
  operation: Operation;
  options: Record<string, unknown>;
  /** Names resolved to ids; ids of tasks outside the job as they stand. */
  inputIds: string[];
};

export type JobPlan = { tag: string | null; tasks: PlannedTask[] };

const MAX_TASKS = 1000;

/**
 * Checks the body of POST /jobs and puts its tasks in an order in which inputs come first.
 *
 * @throws Failure INVALID_DATA with every problem by path, e.g. `tasks.export-1.input`.
 */
export function planJob(engine: Engine, body: Record<string, unknown>): JobPlan {
  const errors: FieldErrors = {};
  const { tasks } = body;
  if (typeof tasks !== 'object' || tasks === null || Object.keys(tasks).length === 0) {
    throw invalid({ tasks: ['The tasks field is required.'] });
  }
  const entries = Object.entries(tasks);
  if (entries.length > MAX_TASKS)
    throw invalid({ tasks: [`A job has at most ${MAX_TASKS} tasks.`] });
  const ids = new Map(entries.map(([name]) => [name, randomUUID() as string]));
  const planned = new Map<string, PlannedTask>();
  for (const [name, task] of entries) {
    const path = `tasks.${name}`;
    if (typeof task !== 'object' || task === null) {
      errors[path] = ['A task must be an object.'];
      continue;
    }
    const wanted = (task as { operation?: unknown }).operation;
    const operation = typeof wanted === 'string' ? findOffered(engine, wanted) : undefined;
    if (!operation) {
      errors[`${path}.operation`] = [
        wanted === undefined
          ? 'The operation field is required.'
          : `This server has no operation ${String(wanted)}.`,
      ];
      continue;
    }
    try {
      const options = parseOptions(operation, task as Record<string, unknown>);
      const inputIds = inputIdsOf(options).map((input) => ids.get(input) ?? input);
      const unknown = inputIds.filter((input) => !/^[0-9a-f-]{36}$/i.test(input));
      if (unknown.length > 0)
        errors[`${path}.input`] = [`This job has no task named ${unknown.join(', ')}.`];
      planned.set(name, { id: ids.get(name) ?? randomUUID(), name, operation, options, inputIds });
    } catch (error) {
      if (!isFailure(error)) throw error;
      for (const [field, messages] of Object.entries(error.fields ?? {}))
        errors[`${path}.${field}`] = messages;
    }
  }
  const ordered = inputsFirst([...planned.values()], errors);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return { tag: typeof body.tag === 'string' ? body.tag : null, tasks: ordered };
}

const invalid = (fields: FieldErrors) => new Failure('INVALID_DATA', undefined, { fields });

function inputsFirst(tasks: PlannedTask[], errors: FieldErrors): PlannedTask[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const state = new Map<string, 'open' | 'done'>();
  const ordered: PlannedTask[] = [];
  const visit = (task: PlannedTask): void => {
    if (state.get(task.id) === 'done') return;
    if (state.get(task.id) === 'open') {
      errors[`tasks.${task.name}.input`] = ['The inputs lead back to this task.'];
      return;
    }
    state.set(task.id, 'open');
    for (const input of task.inputIds) {
      const before = byId.get(input);
      if (before) visit(before);
    }
    state.set(task.id, 'done');
    ordered.push(task);
  };
  for (const task of tasks) visit(task);
  return ordered;
}
