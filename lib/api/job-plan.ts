import { randomUUID } from 'node:crypto';
import type { Engine } from '#lib/engine/engine.ts';
import { inputIdsOf } from '#lib/engine/tasks/create-tasks.ts';
import { isUuid } from '#lib/engine/tasks/record.ts';
import { Failure, type FieldErrors, isFailure } from '#lib/errors.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { type JobFields, readJobFields } from './job-fields.ts';
import { findOffered, parseOptions } from './new-task.ts';

export type PlannedTask = {
  id: string;
  name: string;
  operation: Operation;
  options: Record<string, unknown>;
  /** Names resolved to ids; ids of tasks outside the job as they stand. */
  inputIds: string[];
  ignoreError: boolean;
};

export type JobPlan = JobFields & { tasks: PlannedTask[] };

const MAX_TASKS = 1000;
/** What a name may be, so that a path in `errors` is read in one way only. */
const NAME = /^[A-Za-z0-9_-]{1,200}$/;

/**
 * Checks the body of POST /jobs and puts its tasks in an order in which inputs come first.
 *
 * @throws Failure INVALID_DATA with every problem by path, e.g. `tasks.export-1.input`.
 */
export function planJob(engine: Engine, body: Record<string, unknown>): JobPlan {
  const errors: FieldErrors = {};
  const fields = readJobFields(body, errors);
  const { tasks } = body;
  if (typeof tasks !== 'object' || tasks === null || Object.keys(tasks).length === 0) {
    throw invalid({ ...errors, tasks: ['The tasks field is required.'] });
  }
  const entries = Object.entries(tasks);
  if (entries.length > MAX_TASKS)
    throw invalid({ ...errors, tasks: [`A job has at most ${MAX_TASKS} tasks.`] });
  const ids = new Map(entries.map(([name]) => [name, randomUUID() as string]));
  const planned: PlannedTask[] = [];
  for (const [name, task] of entries) {
    const path = `tasks.${name}`;
    if (!NAME.test(name)) {
      errors[path] = ['A name of a task has only letters, digits, - and _.'];
      continue;
    }
    if (typeof task !== 'object' || task === null || Array.isArray(task)) {
      errors[path] = ['A task must be an object.'];
      continue;
    }
    const one = planTask(engine, ids, name, task as Record<string, unknown>, errors);
    if (one) planned.push(one);
  }
  const ordered = inputsFirst(planned, errors);
  if (fields.redirect && !planned.some(({ operation }) => operation.id === 'export/url'))
    errors.redirect ??= ['A job that redirects must have an export/url task.'];
  if (Object.keys(errors).length > 0) throw invalid(errors);
  return { ...fields, tasks: ordered };
}

const invalid = (fields: FieldErrors) => new Failure('INVALID_DATA', undefined, { fields });

/** @returns undefined for a task that cannot be made; why is in `errors`. */
function planTask(
  engine: Engine,
  ids: ReadonlyMap<string, string>,
  name: string,
  task: Record<string, unknown>,
  errors: FieldErrors,
): PlannedTask | undefined {
  const path = `tasks.${name}`;
  const { operation: wanted, ignore_error: ignoring = false } = task;
  if (typeof ignoring !== 'boolean')
    errors[`${path}.ignore_error`] = ['The ignore_error field must be true or false.'];
  const operation = typeof wanted === 'string' ? findOffered(engine, wanted) : undefined;
  if (!operation) {
    errors[`${path}.operation`] = [
      wanted === undefined
        ? 'The operation field is required.'
        : `This server has no operation ${typeof wanted === 'string' ? wanted : 'like that'}.`,
    ];
    return undefined;
  }
  try {
    const options = parseOptions(operation, task);
    const inputIds = inputIdsOf(options).map((input) => ids.get(input) ?? input);
    const unknown = inputIds.filter((input) => !isUuid(input));
    if (unknown.length > 0)
      errors[`${path}.input`] = [`This job has no task named ${unknown.join(', ')}.`];
    const id = ids.get(name) ?? randomUUID();
    return { id, name, operation, options, inputIds, ignoreError: ignoring === true };
  } catch (error) {
    if (!isFailure(error)) throw error;
    for (const [field, messages] of Object.entries(error.fields ?? {}))
      errors[`${path}.${field}`] = messages;
    return undefined;
  }
}

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
