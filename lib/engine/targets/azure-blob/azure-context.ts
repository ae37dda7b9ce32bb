import type { LimitFunction } from 'p-limit';
import type { Clock } from '#lib/clock.ts';
import type { EgressAgents } from '../../egress-agents.ts';
import type { Settings } from './settings.ts';

/** What the steps of a delivery share. */
export type AzureContext = {
  settings: Settings;
  agents: EgressAgents;
  clock: Clock;
  /** Bytes. */
  blockSize: number;
  /** Files larger than this go in blocks. Bytes. */
  threshold: number;
  /** Blocks under way, over all files. */
  limit: LimitFunction;
  /** Whether large bodies wait for `100 Continue`; a server that let us wait once is not asked again. */
  asksFirst: boolean;
};
