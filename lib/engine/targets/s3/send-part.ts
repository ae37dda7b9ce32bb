import { UploadPartCommand } from '@aws-sdk/client-s3';
import { Failure } from '#lib/errors.ts';
import { hashRange } from '../../delivery/hash-range.ts';
import { openBody } from '../../delivery/open-body.ts';
import type { Part } from '../../delivery/send-parts.ts';
import type { OutgoingFile } from '../../delivery/target.ts';
import type { Checkpoint } from './checkpoint.ts';
import { signBody } from './client.ts';
import { plainEtag } from './find-object.ts';
import type { S3Context } from './s3-context.ts';

type Sending = Part & {
  upload: Checkpoint;
  signal: AbortSignal;
  /** Gets the bytes of this part so far. */
  sent: (bytes: number) => void;
};

/**
 * Sends a part from the disk, never held in memory, and gives its ETag without quotes. An ETag that is
 * no MD5 (encryption with KMS, set on the bucket) and a damaged part look alike: such a part is sent
 * again with its SHA-256, which the service has to check, and so are all later ones.
 * @throws Failure INTEGRITY_MISMATCH; what the file and the SDK throw.
 */
export async function sendPart(
  context: S3Context,
  file: OutgoingFile,
  sending: Sending,
): Promise<string> {
  if (context.partCheck === 'md5') {
    const { etag, md5 } = await send(context, file, sending);
    if (etag === md5) return etag;
    context.partCheck = 'sha256';
  }
  const digest = await hashRange(file, sending, 'sha256', () => sending.signal.throwIfAborted());
  const { etag } = await send(context, file, sending, digest.toString('hex'));
  return etag;
}

async function send(
  { client, settings }: S3Context,
  file: OutgoingFile,
  { number, start, end, upload, signal, sent }: Sending,
  sha256?: string,
): Promise<{ etag: string; md5: string | undefined }> {
  const body = await openBody(file, { start, end }, { md5: sha256 === undefined, sent });
  try {
    const command = new UploadPartCommand({
      Bucket: settings.bucket,
      Key: file.name,
      UploadId: upload.uploadId,
      PartNumber: number,
      Body: body.stream,
      ContentLength: end - start + 1,
    });
    const { ETag } = await client.send(signBody(command, sha256 ?? 'UNSIGNED-PAYLOAD'), {
      abortSignal: signal,
    });
    const etag = plainEtag(ETag);
    if (!etag) {
      const words = `${settings.host} took part ${number} of “${file.name}” without an ETag, so nobody can say whether it is whole.`;
      throw new Failure('INTEGRITY_MISMATCH', words);
    }
    return { etag, md5: body.md5() };
  } finally {
    body.stream.destroy();
  }
}
