import { AbortMultipartUploadCommand } from '@aws-sdk/client-s3';
import type { OpensTarget, OutgoingFile } from '../../delivery/target.ts';
import { findAnswer } from './answer.ts';
import { readCheckpoint } from './checkpoint.ts';
import { createContext } from './create-context.ts';
import { describeS3Failure } from './describe-failure.ts';
import { putWhole } from './put-whole.ts';
import { sendInParts } from './send-in-parts.ts';
import { readSettings } from './settings.ts';

/** Small files wait for the service more than for the line. */
const FILES_AT_ONCE = 16;

/** Stores files in a bucket of S3, or of a service that speaks its protocol. */
export const s3Target: OpensTarget = {
  async open(options, { egress, clock, partSize }) {
    const settings = readSettings(options);
    const context = createContext(settings, { egress, clock, partSize });
    const { client } = context;
    const whole = (file: OutgoingFile) => file.size <= context.threshold;
    return {
      parallelFiles: FILES_AT_ONCE,

      async deliver(file, attempt) {
        try {
          const stored = await (whole(file) && readCheckpoint(attempt.checkpoint) === undefined
            ? putWhole(context, file, attempt)
            : sendInParts(context, file, attempt));
          return { location: `s3://${settings.bucket}/${file.name}`, ...stored };
        } catch (error) {
          attempt.signal.throwIfAborted();
          throw describeS3Failure(error, context, file.name);
        }
      },

      async discard(file, checkpoint, signal) {
        const upload = readCheckpoint(checkpoint);
        if (!upload) return;
        const place = { Bucket: settings.bucket, Key: file.name, UploadId: upload.uploadId };
        try {
          await client.send(new AbortMultipartUploadCommand(place), { abortSignal: signal });
        } catch (error) {
          if (findAnswer(error)?.status === 404) return;
          throw describeS3Failure(error, context, file.name);
        }
      },

      async close() {
        client.destroy();
      },
    };
  },
};
