import type { Clock } from '#lib/clock.ts';
import type { Egress } from '../../egress.ts';
import type { AccessTokens } from './access-token.ts';
import type { Settings } from './settings.ts';

/** What the steps of a delivery share, for all files of a session. */
export type GcsContext = {
  settings: Settings;
  egress: Egress;
  clock: Clock;
  tokens: AccessTokens;
  /** Bytes: up to here a file goes in one request. */
  threshold: number;
  /** Set once a bucket has asked for it: not every account may bill the project. */
  billsProject: boolean;
};
