import path from 'node:path';
import pLimit from 'p-limit';
import { Failure, isFailure } from '#lib/errors.ts';
import { nameFiles } from '#lib/operations/names.ts';
import { contentType } from '../content-type.ts';
import type { EngineContext, OutputFile } from '../context.ts';
import { createRedactor, type Redactor, redactFailure } from '../delivery/redactor.ts';
import { pause, pauseBefore } from '../delivery/retry.ts';
import { settleSoon, watchSilence } from '../delivery/watch-silence.ts';
import { distinctFilenames, safeFilename } from '../filename.ts';
import { tooLarge } from '../storage.ts';
import type { Claim } from '../tasks/open-claim.ts';
import { importFile } from './import-file.ts';
import type { Source, SourceEntry, SourceSession } from './source.ts';

/** Files of one task: what is handed on from here has to be listed, zipped and shown as a whole. */
const MOST_FILES = 1_000;
/** Milliseconds that closing a session may take: nothing is lost by not waiting longer. */
const TO_CLOSE = 2_000;

type Run = {
  signal: AbortSignal;
  progress: (done: number, total?: number) => void;
};

/**
 * Reads the files of an import into storage, several at a time, in the order in which they are listed.
 * @throws Failure without secrets; the signal's reason. Nothing is left in storage then.
 */
export async function importFiles(
  engine: EngineContext,
  claim: Claim,
  source: Source,
  { signal, progress }: Run,
): Promise<OutputFile[]> {
  const redact = createRedactor(claim.operation, claim.options);
  const over = new AbortController();
  const within = AbortSignal.any([signal, over.signal]);
  let session: SourceSession | undefined;
  try {
    const { egress, clock } = engine;
    const opened = await tryAgain(engine, within, () =>
      source.open(claim.options, { egress, clock, signal: within }),
    );
    session = opened;
    const entries = await tryAgain(engine, within, (one) =>
      listAll(opened, one, engine.limits.maxFileSize),
    );
    const names = nameAll(entries, claim.options.filename);
    return await importAll(engine, opened, { entries, names }, { signal: within, progress });
  } catch (error) {
    signal.throwIfAborted();
    throw toFailure(engine, claim, redact, error);
  } finally {
    over.abort();
    if (session) await settleSoon(session.close(), AbortSignal.timeout(TO_CLOSE)).catch(() => {});
  }
}

/** For what takes one answer or a few. */
async function tryAgain<T>(
  engine: EngineContext,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limits = engine.limits.delivery;
  for (let tries = 1; ; tries += 1) {
    const silence = watchSilence(
      signal,
      limits.idleMs,
      (seconds) => `The source gave no answer for ${seconds} s, so the attempt was ended.`,
    );
    try {
      return await settleSoon(run(silence.signal), silence.signal);
    } catch (error) {
      signal.throwIfAborted();
      const failure = silence.failure() ?? error;
      if (!isFailure(failure)) throw failure;
      const wait = pauseBefore(failure, tries, limits);
      if (wait === undefined) throw failure;
      await pause(wait, signal);
    } finally {
      silence.stop();
    }
  }
}

async function listAll(
  session: SourceSession,
  signal: AbortSignal,
  limit: number,
): Promise<SourceEntry[]> {
  const entries: SourceEntry[] = [];
  for await (const entry of session.list(signal)) {
    signal.throwIfAborted();
    if (entry.size !== undefined && entry.size > limit) {
      const { message } = tooLarge(limit);
      throw new Failure('TOO_LARGE', `“${entry.name}”: ${message}`);
    }
    entries.push(entry);
    if (entries.length > MOST_FILES) {
      const most = MOST_FILES.toLocaleString('en');
      const words = `More than ${most} files are there, and one import takes up to ${most}. Narrow it down with a longer prefix, or a folder of its own.`;
      throw new Failure('SOURCE_FAILED', words);
    }
  }
  if (entries.length === 0) {
    const words = 'No file is there that this import asks for. Check the prefix or the folder.';
    throw new Failure('SOURCE_FAILED', words);
  }
  return entries;
}

/** @throws Failure NAME_COLLISION at `filename`. */
function nameAll(entries: readonly SourceEntry[], filename: unknown): string[] {
  const own = entries.map(({ name }) => path.posix.basename(name));
  if (typeof filename !== 'string' || filename === '') {
    return distinctFilenames(own.map((name) => safeFilename(name)));
  }
  if (entries.length === 1) return [safeFilename(filename)];
  const named = nameFiles({ pattern: filename, filenames: own });
  if (named.ok) return distinctFilenames(named.names.map((name) => safeFilename(name)));
  throw new Failure(named.code, named.message, { fields: { filename: [named.message] } });
}

async function importAll(
  { storage, limits }: EngineContext,
  session: SourceSession,
  { entries, names }: { entries: SourceEntry[]; names: string[] },
  { signal, progress }: Run,
): Promise<OutputFile[]> {
  const sizes = entries.map(({ size }) => size ?? Number.NaN);
  const done = entries.map(() => 0);
  let sum = 0;
  let total: number | undefined;
  const addUp = () => {
    const all = sizes.reduce((bytes, size) => bytes + size, 0);
    total = Number.isNaN(all) ? undefined : all;
    progress(sum, total);
  };
  addUp();
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const limit = pLimit(session.parallelFiles);
  const kept = new Set<string>();
  const running = entries.map(({ name }, index) =>
    limit(async (): Promise<OutputFile> => {
      either.throwIfAborted();
      const filename = names[index] ?? 'file';
      const job = {
        session,
        name,
        signal: either,
        limits: limits.delivery,
        maxFileSize: limits.maxFileSize,
        begun(size: number | undefined) {
          sizes[index] = size ?? Number.NaN;
          addUp();
        },
        progress(bytes: number) {
          sum += bytes - (done[index] ?? 0);
          done[index] = bytes;
          progress(sum, total);
        },
      };
      try {
        const { head, ...bytes } = await importFile(job, storage);
        kept.add(bytes.key);
        return { filename, contentType: await contentType(head, filename), bytes };
      } catch (error) {
        // One that fails ends the others: half of the files is no import.
        failed.abort(error);
        throw error;
      }
    }),
  );
  try {
    return await Promise.all(running);
  } catch (error) {
    await Promise.allSettled(running);
    for (const key of kept) await storage.remove(key);
    throw error;
  }
}

function toFailure(
  { log }: EngineContext,
  claim: Claim,
  redact: Redactor,
  error: unknown,
): Failure {
  if (isFailure(error)) return redactFailure(error, redact);
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  log.error(
    { task: claim.id, operation: claim.operation.id, error: redact(stack ?? message) },
    'an import failed in a way that nobody foresaw',
  );
  return new Failure('INTERNAL', `Importing failed on this server: ${redact(message)}`);
}
