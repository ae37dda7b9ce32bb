import type { S3Client } from '@aws-sdk/client-s3';
import type { LimitFunction } from 'p-limit';
import type { Clock } from '#lib/clock.ts';
import type { Settings } from './settings.ts';

/** What the steps of a delivery share. */
export type S3Context = {
  client: S3Client;
  settings: Settings;
  clock: Clock;
  /** Bytes. */
  partSize: number;
  /** Files larger than this go in parts. Bytes. */
  threshold: number;
  /** Files that were sent without an answer: they may be there. */
  unanswered: Set<string>;
  /** Parts under way, over all files. */
  limit: LimitFunction;
  /**
   * How parts are checked. 'md5': hashed in passing and compared with the ETag, which costs nothing
   * before sending. 'sha256': read once before and signed, for services whose ETags are something else.
   */
  partCheck: 'md5' | 'sha256';
};
