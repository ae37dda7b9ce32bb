import { Failure, isFailure } from '#lib/errors.ts';
import type { Attempt, OpensTarget, OutgoingFile } from '../../delivery/target.ts';
import { type ObjectResource, Refusal } from './answer.ts';
import { readCheckpoint } from './checkpoint.ts';
import type { Checksum } from './checksum.ts';
import { createContext } from './create-context.ts';
import { describeGcsFailure } from './describe-failure.ts';
import { removeGeneration } from './find-object.ts';
import type { GcsContext } from './gcs-context.ts';
import { putWhole } from './put-whole.ts';
import { sendResumable } from './send-resumable.ts';
import { cancelSession } from './session.ts';
import { readSettings } from './settings.ts';

/** Small files wait for the service more than for the line; together they hold 32 MiB. */
const FILES_AT_ONCE = 8;

/** Stores files in a bucket of Google Cloud Storage, through its JSON API. */
export const googleCloudStorageTarget: OpensTarget = {
  async open(options, { egress, clock, signal, partSize }) {
    const settings = readSettings(options);
    const context = createContext(settings, { egress, clock, signal, partSize });
    return {
      parallelFiles: FILES_AT_ONCE,

      async deliver(file, attempt) {
        try {
          const stored = await store(context, file, attempt);
          const location = `gs://${settings.bucket}/${file.name}`;
          return { location, generation: stored.generation, etag: stored.etag };
        } catch (error) {
          attempt.signal.throwIfAborted();
          throw describeGcsFailure(error, context, file.name);
        }
      },

      async discard(file, checkpoint, signal) {
        const { session } = readCheckpoint(checkpoint);
        if (session === undefined) return;
        try {
          await cancelSession(context, session, signal);
        } catch (error) {
          throw describeGcsFailure(error, context, file.name);
        }
      },

      async close() {},
    };
  },
};

/**
 * Stores a file, and believes nothing but the checksum of what stands there.
 * @throws Failure; Refusal; what the file and egress.send throw.
 */
export async function store(
  context: GcsContext,
  file: OutgoingFile,
  attempt: Attempt,
): Promise<ObjectResource> {
  const { session } = readCheckpoint(attempt.checkpoint);
  const isSmall = session === undefined && file.size <= context.threshold;
  try {
    const sent = await (isSmall ? putWhole : sendResumable)(context, file, attempt);
    return await confirm(context, file, attempt, sent);
  } catch (error) {
    // What the service has is wrong: nobody is to go on from there.
    if (isMismatch(error) && !isSmall) await attempt.saveCheckpoint(undefined);
    throw error;
  }
}

const isMismatch = (error: unknown): boolean =>
  error instanceof Refusal
    ? /doesn't match calculated/.test(error.message)
    : isFailure(error) && error.code === 'INTEGRITY_MISMATCH';

/** Believes nothing but the checksum of what stands there, also where a session ended unasked. */
async function confirm(
  context: GcsContext,
  file: OutgoingFile,
  { signal, progress }: Attempt,
  { object, checksum }: { object: ObjectResource | undefined; checksum: Checksum },
): Promise<ObjectResource> {
  const { settings } = context;
  if (!object) {
    const words = `${settings.host} took “${file.name}” for bucket \`${settings.bucket}\`, but tells of no such file. It may be no Google Cloud Storage: check the endpoint.`;
    throw new Failure('INTEGRITY_MISMATCH', words, { retry: false, fields: { endpoint: [words] } });
  }
  await checksum.readUpTo(file, file.size, () => progress(file.size));
  if (object.crc32c === checksum.text() && object.size === file.size) return object;
  await removeGeneration(context, file.name, object, signal);
  const words = `What is stored as “${file.name}” in bucket \`${settings.bucket}\` differs from what was sent, so it was removed.`;
  throw new Failure('INTEGRITY_MISMATCH', words);
}
