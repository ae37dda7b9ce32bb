import { Failure } from '#lib/errors.ts';
import type { Attempt, OutgoingFile } from '../../delivery/target.ts';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { createSync } from './create-sync.ts';
import { describeExists, describeIsFolder, giveName } from './give-name.ts';
import { closeFile, findStats, type Line, removeFile } from './line.ts';
import { makeFolders } from './make-folders.ts';
import { folderOf, temporaryPath } from './remote-path.ts';
import { beginsTheSame } from './resume.ts';
import { sendBytes } from './send-bytes.ts';
import type { SftpContext } from './sftp-context.ts';
import { describeSftpFailure, describeWriteFailure } from './sftp-failure.ts';
import { STATUS, statusOf } from './sftp-status.ts';

/** Bytes from which looking first at what stands under the name is worth a question. */
export const LARGE = 8 << 20;
/** Milliseconds for one look at what is there. */
const TO_COMPARE = 60_000;
/** Milliseconds that a disk may take to take in a large file. */
const TO_SYNC = 300_000;

/**
 * Writes one file under a temporary name and gives it its own when it is whole. Goes on with what an
 * earlier attempt has left.
 * @throws Failure, classified.
 */
export async function deliverSftp(
  context: SftpContext,
  line: Line,
  file: OutgoingFile,
  attempt: Attempt,
): Promise<void> {
  const alive = () => attempt.expectSilence(TO_COMPARE);
  const earlier = readCheckpoint(attempt.checkpoint);
  if (earlier?.isWhole && (await wasNamed(line, file, earlier))) return;
  if (file.createOnly || file.size >= LARGE) await lookFirst(context, line, file);
  const left = earlier && (await findLeft(line, file, earlier, alive));
  const begins = readCheckpoint(attempt.begins);
  const temporary = (left ?? begins)?.temporary ?? temporaryPath(file.name);
  const save = (checkpoint: Omit<Checkpoint, 'temporary'>) =>
    attempt.saveCheckpoint({ temporary, ...checkpoint });
  const from = left?.acknowledged ?? 0;
  // Saved before it is there: what is not known of is never removed.
  if (!left && !begins) await save({ acknowledged: 0 });
  attempt.progress(from);
  const handle = left
    ? await line.connection
        .call(line.signal, (sftp) => sftp.open(temporary, 'write'))
        .catch(describeOpening)
    : await create(context, line, temporary).catch(describeOpening);
  let isOpen = true;
  try {
    if (file.size > from) await send(handle, from);
    attempt.expectSilence(TO_SYNC);
    const size = await finish(line, handle);
    isOpen = false;
    attempt.progress(file.size);
    if (size !== file.size) throw await describeWrongSize(context, line, file, { temporary, size });
  } finally {
    if (isOpen) closeFile(line, handle);
  }
  line.signal.throwIfAborted();
  attempt.progress(file.size);
  if (file.createOnly || file.size >= LARGE) await save({ acknowledged: file.size, isWhole: true });
  await giveName(context, line, file, temporary);

  function describeOpening(error: unknown): never {
    throw describeSftpFailure(error, context, { step: 'creating the file', path: file.name });
  }

  async function send(into: Buffer, start: number): Promise<void> {
    let reached = start;
    try {
      await sendBytes({
        line,
        handle: into,
        file,
        from: start,
        checkpointEvery: context.checkpointEvery,
        progress(bytes) {
          reached = bytes;
          attempt.progress(bytes);
        },
        sync: createSync(line, into),
        save: (acknowledged) => save({ acknowledged }),
      });
    } catch (error) {
      line.signal.throwIfAborted();
      throw await describeWriteFailure(error, context, {
        path: file.name,
        missing: file.size - reached,
        askRoom: () => line.connection.call(line.signal, (sftp) => sftp.room(into)),
      });
    }
  }
}

/** Makes the folder only when it turns out to be missing: for most files that saves a question. */
async function create(context: SftpContext, line: Line, temporary: string): Promise<Buffer> {
  const open = () => line.connection.call(line.signal, (sftp) => sftp.open(temporary, 'create'));
  try {
    return await open();
  } catch (error) {
    line.signal.throwIfAborted();
    const status = statusOf(error);
    if (status !== STATUS.noSuchFile && status !== STATUS.failure) throw error;
    const folder = folderOf(temporary);
    await makeFolders(context, line, folder);
    try {
      return await open();
    } catch (again) {
      // It was there once; somebody has removed it since.
      context.folders.delete(folder);
      throw again;
    }
  }
}

/** Whether the last attempt got as far as the name, and only its answer was lost. */
async function wasNamed(line: Line, file: OutgoingFile, { temporary }: Checkpoint) {
  const found = await findStats(line, file.name);
  if (!found || found.kind === 'folder' || found.size !== file.size) return false;
  const other = await findStats(line, temporary);
  // With a link both names lead to it.
  if (other && !file.createOnly) return false;
  if (!(await beginsTheSame(line, file.name, file, file.size, () => {}))) return false;
  if (other) await removeFile(line, temporary);
  return true;
}

/** Says early what naming the file would say, before a gigabyte is sent for nothing. */
async function lookFirst(context: SftpContext, line: Line, file: OutgoingFile): Promise<void> {
  // What cannot be looked at is tried.
  const found = await findStats(line, file.name).catch(() => undefined);
  line.signal.throwIfAborted();
  if (found && file.createOnly) throw describeExists(context, file.name);
  if (found?.kind === 'folder') throw describeIsFolder(context, file.name);
}

/** What can be gone on with; what cannot is removed. */
async function findLeft(
  line: Line,
  file: OutgoingFile,
  { temporary, acknowledged }: Checkpoint,
  alive: () => void,
): Promise<Checkpoint | undefined> {
  const found = await findStats(line, temporary);
  if (!found) return undefined;
  const length = Math.min(found.size, acknowledged);
  const isOurs =
    found.size <= file.size &&
    length > 0 &&
    (await beginsTheSame(line, temporary, file, length, alive));
  if (isOurs) return { temporary, acknowledged: length };
  await removeFile(line, temporary);
  return undefined;
}

/** Size, fsync and close in one go: the server answers in order. @returns bytes as the server sees them. */
async function finish({ connection, signal }: Line, handle: Buffer): Promise<number> {
  const stats = connection.call(signal, (sftp) => sftp.fstat(handle));
  const synced = connection.has('fsync@openssh.com')
    ? connection.call(signal, (sftp) => sftp.fsync(handle))
    : undefined;
  const closed = connection.call(signal, (sftp) => sftp.close(handle));
  const [{ size }] = await Promise.all([stats, synced, closed]);
  return size;
}

async function describeWrongSize(
  { settings }: SftpContext,
  line: Line,
  file: OutgoingFile,
  { temporary, size }: { temporary: string; size: number },
): Promise<Failure> {
  await removeFile(line, temporary).catch(() => {});
  const words = `${settings.address} holds ${size.toLocaleString('en')} bytes of “${file.name}” where ${file.size.toLocaleString('en')} were sent. It was removed there and is sent anew.`;
  return new Failure('INTEGRITY_MISMATCH', words);
}
