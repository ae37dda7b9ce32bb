import pLimit from 'p-limit';
import type { TargetContext } from '../../delivery/target.ts';
import type { AzureContext } from './azure-context.ts';
import type { Settings } from './settings.ts';

const MIB = 1 << 20;
const BLOCK_SIZE = 16 * MIB;
const BLOCKS_AT_ONCE = 4;
/** Below this, one request is faster than several. */
const THRESHOLD = 32 * MIB;
/** Connections of one delivery. */
const SOCKETS = 32;

/** Connects to nothing yet. Whoever asks destroys the agents. */
export function createContext(
  settings: Settings,
  { egress, clock, partSize }: Pick<TargetContext, 'egress' | 'clock' | 'partSize'>,
): AzureContext {
  return {
    settings,
    agents: egress.agents({ sockets: SOCKETS }),
    clock,
    blockSize: partSize ?? BLOCK_SIZE,
    threshold: partSize ?? THRESHOLD,
    limit: pLimit(BLOCKS_AT_ONCE),
    asksFirst: true,
  };
}
