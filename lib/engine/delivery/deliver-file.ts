import type { Failure } from '#lib/errors.ts';
import { nextName } from '#lib/operations/names.ts';
import { type Delivery, isHandedOver, noteBytes, noteFailure, toFailure } from './delivery.ts';
import type { Entry } from './ledger.ts';
import { pause, pauseBefore } from './retry.ts';
import { openSource } from './source-file.ts';
import { type OutgoingFile, overwrites, type TargetNames, type TargetSession } from './target.ts';
import { settleSoon, watchSilence } from './watch-silence.ts';

/** Milliseconds that removing what was left at the target may take. */
const TO_DISCARD = 10_000;
/** Other names that are tried for a file whose name is taken. */
const NAMES_TRIED = 100;

/**
 * Delivers one file: tries as long as that gets further, goes on where the last try ended, and
 * leaves nothing behind when it gives up.
 * @throws Failure without secrets; the signal's reason.
 */
export async function deliverFile(
  delivery: Delivery,
  target: TargetNames,
  session: TargetSession,
  entry: Entry,
): Promise<void> {
  const { ledger, signal, claim, engine } = delivery;
  const ifExists = claim.options.if_exists;
  const outgoing = (): OutgoingFile => ({
    name: entry.name,
    contentType: entry.input.contentType,
    size: entry.input.size,
    sha256: entry.input.sha256,
    createOnly: !overwrites(claim.options),
    open: (range) => openSource(entry.input, range),
    stored: {
      key: entry.input.storageKey,
      filename: entry.input.filename,
      blockSums: entry.input.blockSums,
    },
  });
  entry.status = 'sending';
  ledger.touch(entry);
  const wanted = entry.name;
  const tried = new Set([wanted]);
  let tries = 0;
  let reached = -1;
  try {
    for (;;) {
      const attempt = await tryOnce(delivery, target, session, entry, outgoing());
      if (!attempt.failure) break;
      const { failure, from } = attempt;
      if (failure.code === 'TARGET_EXISTS' && (ifExists === 'skip' || ifExists === 'rename')) {
        await discardOf(delivery, session, entry, outgoing());
        // What was begun under one name cannot be gone on with under another.
        if (entry.checkpoint !== undefined || tried.size >= NAMES_TRIED) throw failure;
        if (ifExists === 'skip') {
          entry.status = 'skipped';
          break;
        }
        const others = ledger.entries.map((other) => other.name);
        entry.name = nextName(wanted, new Set([...tried, ...others])).name;
        tried.add(entry.name);
        continue;
      }
      // Only where a try starts tells how far the one before it got: what it sent may be lost.
      tries = from > reached ? 1 : tries + 1;
      reached = Math.max(reached, from);
      const wait = pauseBefore(failure, tries, engine.limits.delivery);
      noteFailure(delivery, entry, failure, wait);
      if (wait === undefined) throw failure;
      await ledger.flush();
      engine.changes.emit(claim.id, 'changed');
      await pause(wait, signal);
    }
    if (entry.status === 'sending') entry.status = 'done';
    noteBytes(delivery, entry, entry.input.size);
    entry.checkpoint = undefined;
    // With a name that must be free, a run that went on from here would find its own file in the way.
    if (!overwrites(claim.options)) await ledger.flush();
  } catch (error) {
    if (!isHandedOver(signal)) {
      entry.status = 'failed';
      await discardOf(delivery, session, entry, outgoing());
    }
    throw error;
  } finally {
    ledger.touch(entry);
  }
}

type Tried = { failure?: undefined } | { failure: Failure; from: number };

/** @returns the failure, with the byte that the try began at. @throws the signal's reason. */
async function tryOnce(
  delivery: Delivery,
  target: TargetNames,
  session: TargetSession,
  entry: Entry,
  file: OutgoingFile,
): Promise<Tried> {
  const { ledger, signal, engine } = delivery;
  const { checkpoint, mark } = entry;
  // Once only: a late request of a broken attempt must not reach what another one makes.
  const begins = mark === undefined ? undefined : target.firstCheckpoint?.(file.name, mark);
  entry.mark = undefined;
  entry.checkpoint ??= begins;
  const silence = watchSilence(signal, engine.limits.delivery.idleMs);
  let from: number | undefined;
  try {
    const running = session.deliver(file, {
      signal: silence.signal,
      progress(bytes) {
        from ??= bytes;
        silence.alive();
        noteBytes(delivery, entry, bytes);
      },
      expectSilence: silence.expect,
      checkpoint,
      begins,
      saveCheckpoint: (checkpoint) => ledger.saveCheckpoint(entry, checkpoint),
    });
    const receipt = await settleSoon(running, silence.signal);
    entry.receipt = { sha256: file.sha256, content_type: file.contentType, ...receipt };
    return {};
  } catch (error) {
    signal.throwIfAborted();
    return { failure: toFailure(delivery, silence.failure() ?? error), from: from ?? 0 };
  } finally {
    silence.stop();
  }
}

/** Removes what is left at the target. What cannot be removed now is tried later (sweep-targets.ts). */
async function discardOf(
  delivery: Delivery,
  session: TargetSession,
  entry: Entry,
  file: OutgoingFile,
): Promise<void> {
  const { checkpoint } = entry;
  if (checkpoint === undefined) return;
  const signal = AbortSignal.timeout(TO_DISCARD);
  try {
    await settleSoon(session.discard(file, checkpoint, signal), signal);
    await delivery.ledger.saveCheckpoint(entry, undefined);
  } catch (error) {
    const words = delivery.redact(error instanceof Error ? error.message : String(error));
    delivery.engine.log.warn(
      { task: delivery.claim.id, error: words },
      'something was left at a target; it is removed later',
    );
  }
}
