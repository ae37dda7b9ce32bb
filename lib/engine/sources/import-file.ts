import { Readable } from 'node:stream';
import { Failure, isFailure } from '#lib/errors.ts';
import { pause, pauseBefore } from '../delivery/retry.ts';
import type { Storage, StoredBytes } from '../storage.ts';
import { type ReadJob, readBytes } from './read-bytes.ts';
import { SourceChanged } from './source.ts';

/**
 * Reads one file into storage. Begins anew when it changed meanwhile, or when what arrived is wrong.
 * @throws Failure, classified; the signal's reason. Nothing is left in storage then.
 */
export async function importFile(job: ReadJob, storage: Storage): Promise<StoredBytes> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await readOnce(job, storage);
    } catch (error) {
      job.signal.throwIfAborted();
      const failure = fromTheStart(job.name, error);
      if (!failure) throw error;
      const wait = pauseBefore(failure, tries, job.limits);
      if (wait === undefined) throw failure;
      await pause(wait, job.signal);
    }
  }
}

async function readOnce(job: ReadJob, storage: Storage): Promise<StoredBytes> {
  let size: number | undefined;
  const begun = (bytes: number | undefined) => {
    size = bytes;
    job.begun(bytes);
  };
  const pieces = readBytes({ ...job, begun });
  try {
    // The first piece tells the size, so that what has no room is refused before the rest is read.
    const first = await pieces.next();
    const rest = async function* () {
      if (!first.done) yield first.value;
      yield* pieces;
    };
    return await storage.write(Readable.from(rest(), { objectMode: false }), {
      limit: job.maxFileSize,
      expected: size,
      signal: job.signal,
    });
  } finally {
    await pieces.return(undefined);
  }
}

/** What another reading from the first byte on may mend; what is left of others was tried already. */
function fromTheStart(name: string, error: unknown): Failure | undefined {
  if (isFailure(error)) return error.code === 'INTEGRITY_MISMATCH' ? error : undefined;
  if (!(error instanceof SourceChanged)) return undefined;
  const words = `“${name}” changed each time while it was read. Import it when nobody writes to it.`;
  return new Failure('SOURCE_FAILED', words, { retry: true });
}
