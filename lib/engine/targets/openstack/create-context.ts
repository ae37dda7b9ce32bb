import pLimit from 'p-limit';
import type { TargetContext } from '../../delivery/target.ts';
import { askOnce } from './ask-once.ts';
import type { Grants } from './grant.ts';
import { findLimits } from './limits.ts';
import type { OpenstackContext } from './openstack-context.ts';
import { segmentContainerOf } from './segments.ts';
import type { Settings } from './settings.ts';
import { createSwift } from './swift.ts';

const MIB = 1 << 20;
/** Also up to where a file is one object. With larger ones more is sent again when one breaks off. */
const SEGMENT_SIZE = 64 * MIB;
/** More lanes cost more reading: what is sent out of order is read twice, to be hashed in order. */
const SEGMENTS_AT_ONCE = 3;
/** Old Swifts refuse smaller segments, except for the last. */
const LEAST_SEGMENT = MIB;

/** Connects to nothing yet. */
export function createContext(
  settings: Settings,
  {
    egress,
    signal,
    grants,
    partSize,
  }: Pick<TargetContext, 'egress' | 'signal' | 'partSize'> & { grants: Grants },
): OpenstackContext {
  const swift = createSwift({ settings, egress, grants });
  const segmentSize = Math.max(LEAST_SEGMENT, partSize ?? SEGMENT_SIZE);
  return {
    settings,
    swift,
    segmentContainer: segmentContainerOf(settings.container),
    segmentSize,
    threshold: segmentSize,
    limit: pLimit(SEGMENTS_AT_ONCE),
    limits: askOnce(() => findLimits(swift, signal)),
    unanswered: new Map(),
    segmentFolders: new Map(),
  };
}
