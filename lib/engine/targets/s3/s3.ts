import { AbortMultipartUploadCommand } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import type { OutgoingFile, Target } from '../../delivery/target.ts';
import { findAnswer } from './answer.ts';
import { readCheckpoint } from './checkpoint.ts';
import { createClient } from './client.ts';
import { describeS3Failure } from './describe-failure.ts';
import { putWhole } from './put-whole.ts';
import { refuseName } from './refuse-name.ts';
import type { S3Context } from './s3-context.ts';
import { sendInParts } from './send-in-parts.ts';
import { readSettings } from './settings.ts';

const MIB = 1 << 20;
/** Measured against Ceph on 2 cores: larger parts are no faster, and more is lost with each. */
const PART_SIZE = 16 * MIB;
const PARTS_AT_ONCE = 4;
/** Below this, one request that the service checks by itself is faster than four. */
const THRESHOLD = 32 * MIB;
/** Amazon refuses smaller parts, except for the last. */
const LEAST_PART = 5 * MIB;
/** Small files wait for the service more than for the line. */
const FILES_AT_ONCE = 16;

/** Stores files in a bucket of S3, or of a service that speaks its protocol. */
export const s3Target: Target = {
  refuseName,

  async open(options, { egress, clock, partSize }) {
    const settings = readSettings(options);
    const client = createClient(settings, { egress, clock });
    const { vendor, serverSideEncryption } = settings;
    const context: S3Context = {
      client,
      settings,
      clock,
      partSize: Math.max(LEAST_PART, partSize ?? PART_SIZE),
      threshold: Math.max(LEAST_PART, partSize ?? THRESHOLD),
      unanswered: new Set(),
      limit: pLimit(PARTS_AT_ONCE),
      // With KMS Amazon’s ETags are no MD5 of the bytes.
      partCheck:
        vendor.partEtag === 'opaque' || serverSideEncryption?.startsWith('aws:kms')
          ? 'sha256'
          : 'md5',
    };
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
