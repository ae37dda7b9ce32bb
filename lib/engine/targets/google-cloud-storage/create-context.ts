import type { TargetContext } from '../../delivery/target.ts';
import { createAccessTokens } from './access-token.ts';
import type { GcsContext } from './gcs-context.ts';
import type { Settings } from './settings.ts';

const MIB = 1 << 20;
/** Up to here a file is held in memory and goes in one request: a session takes three. */
const THRESHOLD = 4 * MIB;

/** Connects to nothing yet. */
export function createContext(
  settings: Settings,
  { egress, clock, signal, partSize }: TargetContext,
): GcsContext {
  return {
    settings,
    egress,
    clock,
    tokens: createAccessTokens(settings, { egress, clock, signal }),
    threshold: Math.min(THRESHOLD, partSize ?? THRESHOLD),
    billsProject: false,
  };
}
