import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Failure } from '#lib/errors.ts';
import type { Attempt, OutgoingFile } from '../../delivery/target.ts';
import type { ObjectResource } from './answer.ts';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { type Checksum, createChecksum } from './checksum.ts';
import { existsFailure, findObject } from './find-object.ts';
import type { GcsContext } from './gcs-context.ts';
import { askSession, beginSession, putToSession, type UploadState } from './session.ts';

/** All that is sent before the last bytes is a multiple of this. */
const BLOCK = 256 << 10;

/**
 * Stores a large file through an upload session, which another attempt goes on with. All but the last
 * block goes in one long request, from where the service says that it stands; the last block goes with
 * the CRC32C of the whole, which is known by then, so that the service refuses wrong bytes before
 * anything is visible, and no byte is read twice.
 * @throws Failure TARGET_EXISTS, TARGET_UNREACHABLE; Refusal; what the file and egress.send throw.
 */
export async function sendResumable(
  context: GcsContext,
  file: OutgoingFile,
  attempt: Attempt,
): Promise<{ object: ObjectResource | undefined; checksum: Checksum }> {
  const { signal, progress } = attempt;
  const { size } = file;
  const checksum = createChecksum();
  let { session } = readCheckpoint(attempt.checkpoint);
  let state = session && (await askSession(context, session, size, signal));
  if (!session || !state) {
    session = await begin(context, file, attempt);
    state = { kept: 0 };
  }
  while ('kept' in state) {
    const { kept } = state;
    progress(kept);
    await checksum.readUpTo(file, kept, () => progress(kept));
    state = await sendFrom(context, { file, attempt, session, checksum, kept });
    if ('kept' in state && state.kept <= kept) throw keptNothing(context, file);
  }
  return { object: state.object, checksum };
}

async function begin(context: GcsContext, file: OutgoingFile, attempt: Attempt): Promise<string> {
  // The service would refuse the name only when all bytes are there.
  if (file.createOnly && (await findObject(context, file.name, attempt.signal))) {
    throw existsFailure(context.settings, file.name);
  }
  const session = await beginSession(context, file, attempt.signal);
  await attempt.saveCheckpoint({ session } satisfies Checkpoint);
  return session;
}

type Sending = {
  file: OutgoingFile;
  attempt: Attempt;
  session: string;
  checksum: Checksum;
  /** Bytes that the service has. */
  kept: number;
};

async function sendFrom(context: GcsContext, sending: Sending): Promise<UploadState> {
  const { file, attempt, session, checksum, kept } = sending;
  const { signal, progress } = attempt;
  const { size } = file;
  const lastBlock = Math.max(0, Math.floor((size - 1) / BLOCK) * BLOCK);
  if (kept < lastBlock) {
    const range = { start: kept, end: lastBlock - 1 };
    const body = Readable.from(bytesOf(sending, range.end), { highWaterMark: 1 });
    return await putToSession(context, { session, range, size, body, signal });
  }
  const range = { start: kept, end: size - 1 };
  const rest = kept < size ? await buffer(await file.open(range)) : undefined;
  if (rest) checksum.take(kept, rest);
  const last = { session, size, crc32c: checksum.text(), signal };
  const state = await putToSession(context, rest ? { ...last, range, body: rest } : last);
  progress(size);
  return state;
}

async function* bytesOf({ file, attempt, checksum, kept }: Sending, end: number) {
  let at = kept;
  for await (const chunk of await file.open({ start: kept, end })) {
    const bytes = chunk as Buffer;
    checksum.take(at, bytes);
    at += bytes.length;
    attempt.progress(at);
    yield bytes;
  }
}

function keptNothing({ settings }: GcsContext, { name }: OutgoingFile): Failure {
  const words = `${settings.host} took bytes of “${name}” and kept none of them.`;
  return new Failure('TARGET_UNREACHABLE', words);
}
