import { randomUUID } from 'node:crypto';
import type { Prisma } from '#lib/db/generated/client.ts';
import type { DbTx } from '#lib/db/open.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { secretFields, withoutSecrets } from '#lib/operations/secrets.ts';
import { seal } from '#lib/vault/seal.ts';
import { type EngineContext, type NewBytes, UPLOAD_FORM_FOR } from '../context.ts';
import { createBlob } from './create-blob.ts';
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
  staged?: NewBytes | { blobId: string };
};

/** Ids in `input`, one or many. */
export function inputIdsOf(options: Record<string, unknown>): string[] {
  const input = options.input;
  if (Array.isArray(input)) return input.map(String);
  return input === undefined || input === null ? [] : [String(input)];
}

/**
 * Makes a waiting task, and enqueues it when its inputs allow. Lenient: an input that is unknown,
 * failed or another team's is accepted, and ends the task when it runs.
 *
 * @returns the task as it is now, before anything happens to it.
 */
export async function createTask(
  tx: DbTx,
  engine: EngineContext,
  asker: Asker,
  task: NewTask,
): Promise<TaskRecord> {
  const id = task.id ?? randomUUID();
  const now = engine.clock.now();
  const inputIds = task.inputIds ?? inputIdsOf(task.options);
  const { input: _, ...open } = withoutSecrets(task.operation, task.options);
  const secrets = Object.fromEntries(
    secretFields(task.operation).flatMap((name) =>
      task.options[name] === undefined ? [] : [[name, task.options[name]]],
    ),
  );
  const isUpload = task.operation.id === 'import/upload';
  const states = await lockInputs(tx, asker.teamId, inputIds);
  const row = await tx.task.create({
    data: {
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
          ? new Uint8Array(
              seal(engine.master, JSON.stringify(secrets), {
                team: asker.teamId,
                record: id,
                field: 'secrets',
              }),
            )
          : null,
      retryOfTaskId: task.retryOfTaskId ?? null,
      ignoreError: task.ignoreError ?? false,
      stagedBlobId: task.staged ? await stagedBlob(tx, task.staged) : null,
      createdAt: now,
      updatedAt: now,
      expiresAt: isUpload ? new Date(now.getTime() + UPLOAD_FORM_FOR) : null,
    },
  });
  const inputs = inputIds.map((inputId, position) => ({
    taskId: id,
    position,
    inputId: inputId.toLowerCase(),
  }));
  if (inputs.length > 0) await tx.taskInput.createMany({ data: inputs });
  // An upload is run by the request that brings the bytes.
  if (!isUpload && isReady(inputIds, states)) await engine.queue.enqueue(tx, id);
  return { ...row, inputs, files: [], deliveries: [] };
}

async function stagedBlob(tx: DbTx, staged: NonNullable<NewTask['staged']>): Promise<string> {
  if ('blobId' in staged) return staged.blobId;
  return createBlob(tx, staged);
}
