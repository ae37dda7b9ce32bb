import { randomUUID } from 'node:crypto';
import type { Prisma } from '#lib/db/generated/client.ts';
import type { DbTx } from '#lib/db/open.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { secretFields, withoutSecrets } from '#lib/operations/secrets.ts';
import { seal } from '#lib/vault/seal.ts';
import { type EngineContext, UPLOAD_FORM_FOR } from '../context.ts';
import { tell } from '../tell.ts';
import { type Bytes, createBlobs } from './create-blobs.ts';
import { isReady, lockInputs } from './ready.ts';
import type { Asker, TaskRecord } from './record.ts';

export type NewTask = {
  id?: string;
  operation: Operation;
  /** Wire options that passed the operation's wire schema, `input` and secrets among them. */
  options: Record<string, unknown>;
  /** In place of options.input: what the task waits for. */
  inputIds?: string[];
  job?: { id: string; name: string };
  retryOfTaskId?: string;
  /** Its failure fails neither its job nor what has it as an input. */
  ignoreError?: boolean;
  /** Bytes that came with the request, already in storage. */
  staged?: Bytes;
};

/** A task to be made, and for whom. */
export type Creation = { asker: Asker; task: NewTask };

/** Ids in `input`, one or many. */
export function inputIdsOf(options: Record<string, unknown>): string[] {
  const input = options.input;
  if (Array.isArray(input)) return input.map(String);
  return input === undefined || input === null ? [] : [String(input)];
}

/**
 * Makes waiting tasks, and enqueues those whose inputs allow. They may be inputs of each other.
 * Lenient: an input that is unknown, failed or another team's is accepted, and ends the task when it
 * runs.
 *
 * @returns the tasks as they are now, before anything happens to them, in the order given.
 */
export async function createTasks(
  tx: DbTx,
  engine: EngineContext,
  creations: Creation[],
): Promise<TaskRecord[]> {
  const now = engine.clock.now();
  const made = creations.map(({ asker, task }) => ({
    asker,
    task,
    id: task.id ?? randomUUID(),
    teamId: asker.teamId,
    inputIds: task.inputIds ?? inputIdsOf(task.options),
    status: 'waiting',
    ignoreError: task.ignoreError ?? false,
  }));
  const statesOf = await lockInputs(tx, made, made);
  const staged = made.flatMap(({ task }) => task.staged ?? []);
  const blobIds = (await createBlobs(tx, staged)).values();
  const data = made.map((one) => ({
    ...rowOf(engine, one, now),
    stagedBlobId: one.task.staged ? (blobIds.next().value ?? null) : null,
  }));
  const rows = await tx.task.createManyAndReturn({ data });
  const inputs = made.flatMap(({ id, inputIds }) =>
    inputIds.map((inputId, position) => ({
      taskId: id,
      position,
      inputId: inputId.toLowerCase(),
    })),
  );
  if (inputs.length > 0) await tx.taskInput.createMany({ data: inputs });
  // An upload is run by the request that brings the bytes.
  const ready = made.filter((one) => !isUpload(one.task) && isReady(statesOf(one)));
  await engine.queue.enqueue(
    tx,
    ready.map(({ id, task }) => ({ id, operation: task.operation.id, options: task.options })),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const inputsByTask = Map.groupBy(inputs, ({ taskId }) => taskId);
  return made.map(({ id }) => {
    const row = byId.get(id);
    if (!row) throw new Error(`The task ${id} was not made.`);
    tell(tx, engine, id, 'created');
    return { ...row, inputs: inputsByTask.get(id) ?? [], files: [], deliveries: [] };
  });
}

const isUpload = (task: NewTask): boolean => task.operation.id === 'import/upload';

function rowOf(
  engine: EngineContext,
  { id, asker, task, ignoreError }: Creation & { id: string; ignoreError: boolean },
  now: Date,
) {
  const { input: _, ...open } = withoutSecrets(task.operation, task.options);
  const secrets = Object.fromEntries(
    secretFields(task.operation).flatMap((name) =>
      task.options[name] === undefined ? [] : [[name, task.options[name]]],
    ),
  );
  const bound = { team: asker.teamId, record: id, field: 'secrets' };
  return {
    id,
    teamId: asker.teamId,
    createdById: asker.userId,
    jobId: task.job?.id ?? null,
    name: task.job?.name ?? null,
    operation: task.operation.id,
    status: 'waiting',
    options: open as Prisma.InputJsonObject,
    secrets:
      Object.keys(secrets).length > 0
        ? new Uint8Array(seal(engine.master, JSON.stringify(secrets), bound))
        : null,
    retryOfTaskId: task.retryOfTaskId ?? null,
    ignoreError,
    createdAt: now,
    updatedAt: now,
    expiresAt: isUpload(task) ? new Date(now.getTime() + UPLOAD_FORM_FOR) : null,
  };
}
