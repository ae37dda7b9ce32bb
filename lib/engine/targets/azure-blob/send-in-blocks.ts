import { Failure } from '#lib/errors.ts';
import { hashRange } from '../../delivery/hash-range.ts';
import { type Part, partsOf, sendParts } from '../../delivery/send-parts.ts';
import type { Attempt, OutgoingFile, Receipt } from '../../delivery/target.ts';
import type { AzureContext } from './azure-context.ts';
import { blockId, blockSizeFor, fromRanges, newPrefix } from './blocks.ts';
import { call } from './call.ts';
import { type BlockUpload, readBlockUpload } from './checkpoint.ts';
import { existsFailure, findBlob, readMarks, refuseExisting } from './find-blob.ts';
import { type BlockLists, listBlocks } from './list-blocks.ts';
import { noteSent } from './note-sent.ts';
import { isTaken } from './put-whole.ts';
import { Refusal } from './refusal.ts';

/** Milliseconds that joining blocks may be silent: the service ends it after 60 s. */
const TO_JOIN = 120_000;

/**
 * Stores a file in blocks, several at a time, and goes on with those that an earlier attempt sent.
 * @throws Failure TARGET_EXISTS, TARGET_FULL; what the file and `call` throw.
 */
export async function sendInBlocks(
  context: AzureContext,
  file: OutgoingFile,
  attempt: Attempt,
): Promise<Omit<Receipt, 'location'>> {
  const { signal } = attempt;
  const earlier = readBlockUpload(attempt.checkpoint);
  const lists = earlier && (await listBlocks(context, file.name, signal));
  const upload = earlier ?? {
    prefix: newPrefix(),
    blockSize: blockSizeFor(file.size, context.blockSize),
  };
  const parts = partsOf(file.size, upload.blockSize);
  if (lists && isJoined(lists, upload, parts)) {
    // It was the answer that got lost.
    const found = await findBlob(context, file.name, signal);
    return found && found !== 'unknown' ? { etag: found.etag, version: found.version } : {};
  }
  if (file.createOnly) await refuseExisting(context, file.name, signal);
  if (!earlier) await attempt.saveCheckpoint(upload);
  const done = lists ? findSent(lists, upload, parts) : fromRanges(upload.sent ?? []);
  const notes = noteSent(context.settings.credential, upload, done, attempt.saveCheckpoint);
  try {
    await sendParts({
      parts,
      done: new Set(done),
      limit: context.limit,
      signal,
      progress: attempt.progress,
      send: async (part, sent) => {
        await putBlock(context, file, { part, upload, sent, signal });
        notes.add(part.number);
      },
    });
  } finally {
    await notes.settle();
  }
  attempt.expectSilence(TO_JOIN);
  return await join(context, file, { upload, parts, attempt });
}

type Sending = {
  part: Part;
  upload: BlockUpload;
  /** Gets the bytes of this block so far. */
  sent: (bytes: number) => void;
  signal: AbortSignal;
};

/** The MD5 goes ahead of the bytes, so that the service refuses what was damaged on the way. */
async function putBlock(
  context: AzureContext,
  file: OutgoingFile,
  { part, upload, sent, signal }: Sending,
): Promise<void> {
  const { number, start, end } = part;
  const digest = await hashRange(file, { start, end }, 'md5', () => {
    signal.throwIfAborted();
    sent(0);
  });
  const md5 = digest.toString('base64');
  await call(context, {
    method: 'PUT',
    blob: file.name,
    query: { comp: 'block', blockid: blockId(upload.prefix, number) },
    headers: { 'content-md5': md5 },
    body: await file.open({ start, end }),
    length: end - start + 1,
    sent,
    step: `sending block ${number} of “${file.name}”`,
    signal,
  });
}

async function join(
  context: AzureContext,
  file: OutgoingFile,
  { upload, parts, attempt }: { upload: BlockUpload; parts: readonly Part[]; attempt: Attempt },
): Promise<Omit<Receipt, 'location'>> {
  const { settings } = context;
  const ids = parts.map(
    ({ number }) => `<Uncommitted>${blockId(upload.prefix, number)}</Uncommitted>`,
  );
  const body = `<?xml version="1.0" encoding="utf-8"?><BlockList>${ids.join('')}</BlockList>`;
  try {
    const { headers } = await call(context, {
      method: 'PUT',
      blob: file.name,
      query: { comp: 'blocklist' },
      headers: {
        'content-type': 'application/xml',
        'x-ms-blob-content-type': file.contentType,
        ...settings.headers,
        ...(file.createOnly ? { 'if-none-match': '*' } : {}),
      },
      body,
      length: body.length,
      step: `joining the blocks of “${file.name}”`,
      signal: attempt.signal,
    });
    return readMarks(headers);
  } catch (error) {
    if (file.createOnly && isTaken(error)) {
      throw existsFailure(settings, file.name, error.detail);
    }
    if (!(error instanceof Refusal) || error.code !== 'InvalidBlockList') throw error;
    // Whoever writes the name meanwhile drops all blocks that wait under it, and so may be first.
    if (file.createOnly) await refuseExisting(context, file.name, attempt.signal);
    await attempt.saveCheckpoint({ prefix: upload.prefix, blockSize: upload.blockSize });
    const words = `${settings.host} no longer has all blocks of “${file.name}” that were sent: somebody else wrote under that name meanwhile. What is missing is sent again.`;
    const { detail } = error;
    throw new Failure('TARGET_UNREACHABLE', words, { cause: error, retry: true, detail });
  }
}

/** Ids are random enough that a blob made of ours is the one that we made. */
function isJoined(
  { committed }: BlockLists,
  { prefix }: BlockUpload,
  parts: readonly Part[],
): boolean {
  return (
    committed.size === parts.length &&
    parts.every((part) => committed.get(blockId(prefix, part.number)) === lengthOf(part))
  );
}

/** What waits there whole: the service has held each block against its MD5. */
function findSent({ uncommitted }: BlockLists, { prefix }: BlockUpload, parts: readonly Part[]) {
  const sent = parts.filter(
    (part) => uncommitted.get(blockId(prefix, part.number)) === lengthOf(part),
  );
  return new Set(sent.map(({ number }) => number));
}

const lengthOf = ({ start, end }: Part): number => end - start + 1;
