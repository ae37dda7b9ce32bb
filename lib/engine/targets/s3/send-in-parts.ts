import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { Failure } from '#lib/errors.ts';
import { partSizeFor, partsOf, sendParts } from '../../delivery/send-parts.ts';
import type { Attempt, OutgoingFile, Receipt } from '../../delivery/target.ts';
import { findAnswer } from './answer.ts';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { findObject, plainEtag, refuseExisting } from './find-object.ts';
import { listSentParts } from './list-sent-parts.ts';
import { objectInput } from './object-input.ts';
import type { S3Context } from './s3-context.ts';
import { sendPart } from './send-part.ts';

/** Amazon's rule, which the others share: 10,000 parts of 5 MiB to 5 GiB. */
const MOST_PARTS = 10_000;
/** Milliseconds that joining parts may be silent: Amazon says several minutes. */
const TO_JOIN = 600_000;
/** Bytes a millisecond at which stored parts are read again at the least. */
const READ_SPEED = 50_000;

/**
 * Stores a file in parts, several at a time, and goes on with an upload that an earlier attempt began.
 * @throws Failure TARGET_EXISTS, INTEGRITY_MISMATCH; what the file and the SDK throw.
 */
export async function sendInParts(
  context: S3Context,
  file: OutgoingFile,
  attempt: Attempt,
): Promise<Omit<Receipt, 'location'>> {
  const { client, settings } = context;
  const { signal } = attempt;
  const earlier = readCheckpoint(attempt.checkpoint);
  if (earlier?.signed) context.partCheck = 'sha256';
  if (earlier) attempt.expectSilence(60_000 + file.size / READ_SPEED);
  let etags = earlier && (await listSentParts(context, file, earlier, signal));
  if (earlier && !etags) {
    const stored = await findJoined(context, file, earlier, signal);
    if (stored) return stored;
  }
  if (file.createOnly) await refuseExisting(context, file.name, signal);
  const upload = earlier && etags ? earlier : await begin(context, file, attempt);
  etags ??= new Map();
  const sent = etags;
  await sendParts({
    parts: partsOf(file.size, upload.partSize),
    done: new Set(sent.keys()),
    limit: context.limit,
    signal,
    progress: attempt.progress,
    send: async (part, progress) => {
      const etag = await sendPart(context, file, { ...part, upload, signal, sent: progress });
      sent.set(part.number, etag);
    },
  });
  const numbered = [...sent].sort(([a], [b]) => a - b);
  // An answer that is lost leaves an object and no upload; this tells whether it is ours.
  await attempt.saveCheckpoint({ ...upload, joined: joinedEtag(numbered.map(([, etag]) => etag)) });
  const isAtomic = settings.vendor.createOnly === 'whole';
  if (file.createOnly && !isAtomic) await refuseExisting(context, file.name, signal);
  attempt.expectSilence(TO_JOIN);
  const done = await client.send(
    new CompleteMultipartUploadCommand({
      Bucket: settings.bucket,
      Key: file.name,
      UploadId: upload.uploadId,
      MultipartUpload: {
        Parts: numbered.map(([PartNumber, ETag]) => ({ PartNumber, ETag: `"${ETag}"` })),
      },
      IfNoneMatch: file.createOnly && isAtomic ? '*' : undefined,
    }),
    { abortSignal: signal },
  );
  await tagAfterwards(context, file.name, signal);
  const etag = plainEtag(done.ETag);
  if (etag) return { etag, version: done.VersionId };
  // Ceph 16 says none here.
  const stored = await findObject(context, file.name, signal);
  if (!stored || stored === 'unknown') return { version: done.VersionId };
  return { etag: stored.etag, version: stored.version };
}

async function begin(
  context: S3Context,
  file: OutgoingFile,
  { signal, saveCheckpoint }: Attempt,
): Promise<Checkpoint> {
  const { client, settings, partSize } = context;
  const { UploadId, ServerSideEncryption } = await client.send(
    new CreateMultipartUploadCommand(objectInput(settings, file)),
    { abortSignal: signal },
  );
  if (!UploadId) {
    const words = `${settings.host} began an upload without naming it. It may be no S3 service: check the endpoint.`;
    throw new Failure('TARGET_DENIED', words, { fields: { endpoint: [words] } });
  }
  // The bucket may encrypt so by itself; ETags are no MD5 then.
  if (ServerSideEncryption?.startsWith('aws:kms')) context.partCheck = 'sha256';
  const upload = {
    uploadId: UploadId,
    partSize: partSizeFor(file.size, partSize, MOST_PARTS),
    ...(context.partCheck === 'sha256' ? { signed: true } : {}),
  };
  await saveCheckpoint(upload);
  return upload;
}

/** The object that an upload became, if it is gone because its last answer did not arrive. */
async function findJoined(
  context: S3Context,
  file: OutgoingFile,
  { joined }: Checkpoint,
  signal: AbortSignal,
): Promise<Omit<Receipt, 'location'> | undefined> {
  if (!joined) return undefined;
  const found = await findObject(context, file.name, signal);
  if (!found || found === 'unknown' || found.etag !== joined) return undefined;
  await tagAfterwards(context, file.name, signal);
  return { etag: found.etag, version: found.version };
}

/** The ETag of an object in parts: the MD5 of the parts' MD5s, and their number. */
function joinedEtag(etags: readonly string[]): string | undefined {
  if (!etags.every((etag) => /^[0-9a-f]{32}$/i.test(etag))) return undefined;
  return `${createHash('md5').update(etags.join(''), 'hex').digest('hex')}-${etags.length}`;
}

/** Ceph and others forget the tags that an upload in parts began with. */
async function tagAfterwards({ client, settings }: S3Context, key: string, signal: AbortSignal) {
  const { bucket, tags, vendor } = settings;
  if (tags.length === 0 || vendor.tags !== 'after') return;
  try {
    await client.send(
      new PutObjectTaggingCommand({ Bucket: bucket, Key: key, Tagging: { TagSet: [...tags] } }),
      { abortSignal: signal },
    );
  } catch (error) {
    const answer = findAnswer(error);
    if (!answer || answer.status >= 500) throw error;
    const words = `“${key}” is stored in bucket \`${bucket}\`, but ${settings.host} did not take its tags. It needs s3:PutObjectTagging, or the tags left out.`;
    throw new Failure('TARGET_DENIED', words, {
      cause: error,
      fields: { tagging: [words] },
      detail: `${answer.status} ${answer.code}: ${answer.message}`,
    });
  }
}
