import { ListPartsCommand, type Part as StoredPart } from '@aws-sdk/client-s3';
import { partsOf } from '../../delivery/send-parts.ts';
import type { OutgoingFile } from '../../delivery/target.ts';
import { findAnswer } from './answer.ts';
import type { Checkpoint } from './checkpoint.ts';
import { plainEtag } from './find-object.ts';
import { md5Of } from './md5-of.ts';
import type { S3Context } from './s3-context.ts';

/**
 * The parts that an upload holds whole, by their number, with their ETags; undefined when there is no
 * such upload any more. An answer that was lost may have left a part that nobody compared, so they are
 * compared again, which reads them from the disk but sends nothing.
 * @throws what the file and the SDK throw.
 */
export async function listSentParts(
  context: S3Context,
  file: OutgoingFile,
  { uploadId, partSize, signed }: Checkpoint,
  signal: AbortSignal,
): Promise<Map<number, string> | undefined> {
  const stored = await listStored(context, { key: file.name, uploadId }, signal);
  if (!stored) return undefined;
  const parts = new Map(partsOf(file.size, partSize).map((part) => [part.number, part]));
  const sent = new Map<number, string>();
  for (const { PartNumber = 0, Size, ETag } of stored) {
    const part = parts.get(PartNumber);
    const etag = plainEtag(ETag);
    if (!part || !etag || Size !== part.end - part.start + 1) continue;
    if (signed || (await md5Of(file, part, signal)) === etag) sent.set(PartNumber, etag);
  }
  return sent;
}

/**
 * By hand rather than with the SDK's paginator, which never ends with Ceph 16: that names part 0 as
 * the next one after the last.
 */
async function listStored(
  { client, settings }: S3Context,
  { key, uploadId }: { key: string; uploadId: string },
  signal: AbortSignal,
): Promise<StoredPart[] | undefined> {
  const stored: StoredPart[] = [];
  let after: string | undefined;
  try {
    for (;;) {
      const page = await client.send(
        new ListPartsCommand({
          Bucket: settings.bucket,
          Key: key,
          UploadId: uploadId,
          PartNumberMarker: after,
        }),
        { abortSignal: signal },
      );
      stored.push(...(page.Parts ?? []));
      const next = page.NextPartNumberMarker;
      if (!page.IsTruncated || !next || Number(next) <= Number(after ?? 0)) return stored;
      after = next;
    }
  } catch (error) {
    const answer = findAnswer(error);
    if (answer?.status === 404 && answer.code !== 'NoSuchBucket') return undefined;
    throw error;
  }
}
