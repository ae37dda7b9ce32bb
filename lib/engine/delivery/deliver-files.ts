import pLimit from 'p-limit';
import { Failure, type FailureCode, isFailure } from '#lib/errors.ts';
import { namesFor } from '#lib/operations/names.ts';
import type { EngineContext } from '../context.ts';
import type { Claim } from '../tasks/open-claim.ts';
import { deliverFile } from './deliver-file.ts';
import { type Delivery, isHandedOver, noteFailure, toFailure } from './delivery.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { createRedactor } from './redactor.ts';
import { pause, pauseBefore } from './retry.ts';
import type { Target, TargetSession } from './target.ts';
import { settleSoon, watchSilence } from './watch-silence.ts';

/** Milliseconds that closing a session may take: nothing is lost by not waiting longer. */
const TO_CLOSE = 2_000;

/** Failures of one file; all others would meet the next file as well. */
const OF_ONE_FILE: ReadonlySet<FailureCode> = new Set([
  'TARGET_EXISTS',
  'INVALID_FILENAME',
  'SOURCE_FAILED',
  'INTEGRITY_MISMATCH',
]);

/**
 * Delivers the files of a task: all names first, then the files in their order, several at a time.
 * @param onLedger called once with what has to be flushed while it runs.
 * @throws Failure without secrets, of the first file that could not be delivered; the signal's reason.
 */
export async function deliverFiles(
  engine: EngineContext,
  claim: Claim,
  target: Target,
  run: {
    signal: AbortSignal;
    progress: (done: number, total?: number) => void;
    onLedger: (ledger: Ledger) => void;
  },
): Promise<void> {
  const { operation, options, inputs } = claim;
  const names = nameAll(claim, target);
  const ledger = await openLedger(engine, claim, names, target);
  run.onLedger(ledger);
  const total = inputs.reduce((sum, file) => sum + file.size, 0);
  const sum = ledger.entries.reduce((bytes, entry) => bytes + entry.bytesDone, 0);
  const delivery: Delivery = {
    engine,
    claim,
    ledger,
    redact: createRedactor(operation, options),
    signal: run.signal,
    sum,
    progress: (done) => run.progress(done, total),
  };
  run.progress(sum, total);
  const over = new AbortController();
  const signal = AbortSignal.any([run.signal, over.signal]);
  let session: TargetSession | undefined;
  try {
    session = await openSession(delivery, target, signal);
    await ledger.ready;
    await deliverAll(delivery, target, session);
  } finally {
    over.abort();
    if (session) await settleSoon(session.close(), AbortSignal.timeout(TO_CLOSE)).catch(() => {});
    if (!isHandedOver(run.signal)) ledger.dropMarks();
    await ledger.flush();
  }
}

/** @throws Failure NAME_COLLISION, INVALID_FILENAME: before anything is sent. */
function nameAll({ operation, options, inputs }: Claim, target: Target): string[] {
  const { pattern, prefix, folder } = operation.naming;
  const field = [pattern, prefix, folder].find((name) => name && options[name] !== undefined);
  const refuse = (code: FailureCode, text: string) =>
    new Failure(code, text, { fields: field ? { [field]: [text] } : undefined });
  if (inputs.length > operation.maxFiles) {
    const text = `${operation.title} takes one file, and there are ${inputs.length}. Put them into a ZIP, or deliver them one by one.`;
    throw refuse('NAME_COLLISION', text);
  }
  const named = namesFor(
    operation,
    options,
    inputs.map((file) => file.filename),
  );
  if (!named.ok) throw refuse(named.code, named.message);
  for (const name of named.names) {
    const wrong = target.refuseName?.(name, options);
    if (wrong) throw refuse('INVALID_FILENAME', wrong);
  }
  return named.names;
}

async function openSession(
  delivery: Delivery,
  target: Target,
  signal: AbortSignal,
): Promise<TargetSession> {
  const { engine, claim, ledger } = delivery;
  for (let tries = 1; ; tries++) {
    const silence = watchSilence(signal, engine.limits.delivery.idleMs);
    try {
      const opening = target.open(claim.options, {
        egress: engine.egress,
        clock: engine.clock,
        signal,
        partSize: engine.limits.delivery.partSize,
      });
      return await settleSoon(opening, silence.signal);
    } catch (error) {
      signal.throwIfAborted();
      const failure = toFailure(delivery, silence.failure() ?? error);
      const wait = pauseBefore(failure, tries, engine.limits.delivery);
      const first = ledger.entries.find((entry) => entry.status === 'waiting');
      if (first) noteFailure(delivery, first, failure, wait);
      if (wait === undefined) throw failure;
      await pause(wait, signal);
    } finally {
      silence.stop();
    }
  }
}

/** When a file fails for good, those under way are brought to their end, and the rest is left. */
async function deliverAll(
  delivery: Delivery,
  target: Target,
  session: TargetSession,
): Promise<void> {
  const limit = pLimit(session.parallelFiles);
  const failures: { position: number; failure: Failure }[] = [];
  let giveUp = false;
  const { entries } = delivery.ledger;
  await Promise.all(
    entries.map((entry) =>
      limit(async () => {
        const isOver = entry.status === 'done' || entry.status === 'skipped';
        if (isOver || giveUp || delivery.signal.aborted) return;
        try {
          await deliverFile(delivery, target, session, entry);
        } catch (error) {
          if (delivery.signal.aborted) return;
          const failure = isFailure(error) ? error : toFailure(delivery, error);
          failures.push({ position: entry.position, failure });
          giveUp ||= !OF_ONE_FILE.has(failure.code);
        }
      }),
    ),
  );
  delivery.signal.throwIfAborted();
  failures.sort((a, b) => a.position - b.position);
  const first = failures[0]?.failure;
  if (first) throw ofMany(first, entries);
}

/** With several files, how many are not there. */
function ofMany(failure: Failure, entries: Ledger['entries']): Failure {
  const missing = entries.filter(({ status }) => status !== 'done' && status !== 'skipped').length;
  if (entries.length === 1) return failure;
  const { code, message, fields, detail, retry } = failure;
  const count = missing === entries.length ? 'None' : `${entries.length - missing}`;
  const text = `${count} of ${entries.length} files were delivered. ${message}`;
  return new Failure(code, text, { fields, detail, retry });
}
