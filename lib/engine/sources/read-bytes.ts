import { addAbortSignal } from 'node:stream';
import { Failure, isFailure } from '#lib/errors.ts';
import type { DeliveryLimits } from '../context.ts';
import { pause, pauseBefore } from '../delivery/retry.ts';
import { settleSoon, watchSilence } from '../delivery/watch-silence.ts';
import { tooLarge } from '../storage.ts';
import { type Reading, SourceChanged, type SourceSession } from './source.ts';

/** Milliseconds that storage may take for what it was given, while the source has nothing to do. */
const TO_STORE = 600_000;

export type ReadJob = {
  session: Pick<SourceSession, 'read' | 'describe'>;
  name: string;
  signal: AbortSignal;
  limits: DeliveryLimits;
  /** Bytes. */
  maxFileSize: number;
  /** Bytes of this file so far. */
  progress(bytes: number): void;
  /** Told once the source has begun to send. Bytes of the whole file, where it says. */
  begun(size: number | undefined): void;
};

/**
 * The bytes of one file, in order: goes on from the last byte when the connection breaks, as long as
 * that gets further.
 * @throws Failure, classified; SourceChanged; the signal's reason.
 */
export async function* readBytes(job: ReadJob): AsyncGenerator<Buffer> {
  const { session, name, signal, limits } = job;
  let first: Reading | undefined;
  let offset = 0;
  let tries = 0;
  for (;;) {
    const from = offset;
    const silence = watchSilence(signal, limits.idleMs, describeSilence);
    let reading: Reading | undefined;
    try {
      const asked = { offset, mark: first?.mark, signal: silence.signal };
      reading = await settleSoon(session.read(name, asked), silence.signal);
      addAbortSignal(silence.signal, reading.stream);
      if (!first) {
        if ((reading.size ?? 0) > job.maxFileSize) throw tooLarge(job.maxFileSize);
        job.begun(reading.size);
      } else if (reading.size !== (first.size ?? reading.size) || reading.mark !== first.mark) {
        throw new SourceChanged();
      }
      first ??= reading;
      for await (const chunk of reading.stream as AsyncIterable<Buffer>) {
        silence.expect(TO_STORE);
        offset += chunk.length;
        if (offset > (first.size ?? offset)) throw new SourceChanged();
        first.check?.take(chunk);
        job.progress(offset);
        yield chunk;
        silence.alive();
      }
      if (offset >= (first.size ?? 0)) break;
      throw endedEarly(name, offset, first.size ?? offset);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SourceChanged) throw error;
      const failure = silence.failure() ?? session.describe(error, name);
      if (!isFailure(failure)) throw failure;
      tries = offset > from ? 1 : tries + 1;
      const wait = pauseBefore(failure, tries, limits);
      if (wait === undefined) throw failure;
      await pause(wait, signal);
    } finally {
      silence.stop();
      reading?.stream.on('error', () => {}).destroy();
    }
  }
  if (first.check && !first.check.isRight()) {
    const words = `What arrived of “${name}” is not what its checksum says.`;
    throw new Failure('INTEGRITY_MISMATCH', words);
  }
}

const describeSilence = (seconds: number) =>
  `The source sent no byte and gave no answer for ${seconds} s, so the attempt was ended.`;

function endedEarly(name: string, got: number, size: number): Failure {
  const count = (bytes: number) => bytes.toLocaleString('en');
  const words = `“${name}” ended after ${count(got)} of ${count(size)} bytes.`;
  return new Failure('SOURCE_FAILED', words, { retry: true });
}
