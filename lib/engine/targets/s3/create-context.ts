import pLimit from 'p-limit';
import type { TargetContext } from '../../delivery/target.ts';
import { createClient } from './client.ts';
import type { S3Context } from './s3-context.ts';
import type { Settings } from './settings.ts';

const MIB = 1 << 20;
/** Measured against Ceph on 2 cores: larger parts are no faster, and more is lost with each. */
const PART_SIZE = 16 * MIB;
const PARTS_AT_ONCE = 4;
/** Below this, one request that the service checks by itself is faster than four. */
const THRESHOLD = 32 * MIB;
/** Amazon refuses smaller parts, except for the last. */
const LEAST_PART = 5 * MIB;
/** Connects to nothing yet. Whoever asks destroys the client. */
export function createContext(
  settings: Settings,
  { egress, clock, partSize }: Pick<TargetContext, 'egress' | 'clock' | 'partSize'>,
): S3Context {
  const { vendor, serverSideEncryption } = settings;
  return {
    client: createClient(settings, { egress, clock }),
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
}
