import { Failure, isFailure } from '#lib/errors.ts';
import type { EngineContext, OutputFile, Runner } from './context.ts';
import { deliverFiles } from './delivery/deliver-files.ts';
import type { Ledger } from './delivery/ledger.ts';
import { pause } from './delivery/retry.ts';
import type { Target } from './delivery/target.ts';
import { startHeartbeat } from './heartbeat.ts';
import { importFiles } from './sources/import-files.ts';
import type { Source } from './sources/source.ts';
import { STOP } from './stop.ts';
import type { Claimed } from './tasks/claim-tasks.ts';
import { endTasks, type TaskEnd } from './tasks/end-tasks.ts';
import { type Claim, openClaim } from './tasks/open-claim.ts';
import { waitAgain } from './tasks/wait-again.ts';
import { tell } from './tell.ts';

/** The runs of this process, so that cancel and shutdown reach them. */
export type Running = Map<string, AbortController>;

/** What runs an operation: a runner, or a target or source where files go elsewhere or come from there. */
export type Find = (
  operationId: string,
) => Promise<Runner | { target: Target } | { source: Source } | undefined>;

const TRIES = 3;

/**
 * Runs a claimed task to its end. Never throws for what goes wrong with the task itself; when it
 * throws, housekeeping finds the task without a sign of life, and it is run again.
 */
export async function runClaimed(
  engine: EngineContext,
  running: Running,
  find: Find,
  claimed: Claimed,
): Promise<void> {
  const claim = openClaim(engine, claimed);
  const { id, runId } = claim;
  const stop = new AbortController();
  running.set(id, stop);
  let ledger: Ledger | undefined;
  const heartbeat = startHeartbeat(engine, claim, stop, async () => ledger?.flush());
  const onLedger = (opened: Ledger) => {
    ledger = opened;
  };
  try {
    const runner = await find(claim.operation.id);
    const end = await attempt(engine, claim, stop.signal, async (signal) => {
      if (!runner) throw new Failure('INTERNAL', `This server cannot run ${claim.operation.id}.`);
      const { progress } = heartbeat;
      if (typeof runner === 'function') return tryAgain(engine, claim, signal, progress, runner);
      if ('source' in runner)
        return importFiles(engine, claim, runner.source, { signal, progress });
      await deliverFiles(engine, claim, runner.target, { signal, progress, onLedger });
      return [];
    });
    await heartbeat.stop();
    if (stop.signal.aborted && stop.signal.reason === STOP.shutdown && end.status === 'error') {
      await handBack(engine, claimed);
      return;
    }
    const ended = await engine.transaction((tx) =>
      endTasks(tx, engine, [{ id, fence: { runId }, end }]),
    );
    if (ended.size === 0) await discard(engine, end);
  } finally {
    await heartbeat.stop();
    running.delete(id);
  }
}

async function tryAgain(
  engine: EngineContext,
  claim: Claim,
  signal: AbortSignal,
  progress: (done: number, total?: number) => void,
  runner: Runner,
): Promise<OutputFile[]> {
  const { options, inputs, staged } = claim;
  const { storage, egress, limits } = engine;
  for (let round = 1; ; round++) {
    try {
      return await runner({ options, inputs, staged, signal, storage, egress, limits, progress });
    } catch (error) {
      if (round >= TRIES || signal.aborted || !isFailure(error) || !error.retry) throw error;
      await pause(1000 * 2 ** (round - 1) * (0.5 + Math.random()), signal);
    }
  }
}

async function attempt(
  engine: EngineContext,
  claim: Claim,
  stopped: AbortSignal,
  run: (signal: AbortSignal) => Promise<OutputFile[]>,
): Promise<TaskEnd> {
  const deadline = AbortSignal.timeout(engine.limits.taskDeadline);
  const signal = AbortSignal.any([stopped, deadline]);
  try {
    return { status: 'finished', files: await run(signal) };
  } catch (error) {
    if (deadline.aborted) {
      const minutes = Math.round(engine.limits.taskDeadline / 60_000);
      return toEnd(
        new Failure(
          'DEADLINE_EXCEEDED',
          `The task ran longer than the ${minutes} minutes that it may.`,
        ),
      );
    }
    if (isFailure(error)) return toEnd(error);
    if (!stopped.aborted)
      engine.log.error(
        { err: error, task: claim.id, operation: claim.operation.id },
        'a run failed',
      );
    return toEnd(new Failure('INTERNAL'));
  }
}

const toEnd = (failure: Failure): TaskEnd => ({ status: 'error', failure });

/** Gives a task back to the queue as if it had not been taken: the next worker starts it anew. */
async function handBack(engine: EngineContext, claimed: Claimed): Promise<void> {
  const { id, runId } = claimed;
  await engine.transaction(async (tx) => {
    const { count } = await tx.task.updateMany({
      where: { id, runId },
      data: { ...waitAgain(engine.clock.now()), attempts: { decrement: 1 } },
    });
    if (count > 0) await engine.queue.enqueue(tx, [claimed]);
    tell(tx, engine, id, 'changed');
  });
}

/** Bytes that a run made and nobody wants any more. */
async function discard(engine: EngineContext, end: TaskEnd): Promise<void> {
  const files: OutputFile[] = end.status === 'finished' ? end.files : [];
  for (const { bytes } of files) if ('key' in bytes) await engine.storage.remove(bytes.key);
}
