import { Failure, isFailure } from '#lib/errors.ts';
import type { Account } from './account.ts';
import { examineConnection } from './examine-connection.ts';
import type { Remotes } from './remotes.ts';

/** Failures that only another address, or another key, can mend. The rest may pass by itself. */
const FIELD_AT_FAULT: Record<string, 'base_url' | 'api_key'> = {
  CONNECTION_KEY_REFUSED: 'api_key',
  EGRESS_BLOCKED: 'base_url',
  SOURCE_FAILED: 'base_url',
};

/**
 * Tries what somebody is about to save.
 *
 * @returns what it said; with its trouble when that may pass, as a server that is down just now.
 * @throws Failure INVALID_DATA with the field at fault.
 */
export async function trialCheck(
  remotes: Remotes,
  given: { name: string; baseUrl: string; apiKey: string },
  now: Date,
): Promise<Account> {
  try {
    return await examineConnection(remotes.trial(given));
  } catch (error) {
    if (!isFailure(error)) throw error;
    const { code, message } = error;
    const field = FIELD_AT_FAULT[code];
    if (field)
      throw new Failure('INVALID_DATA', message, { fields: { [field]: [message] }, cause: error });
    return {
      missing: [],
      untried: [],
      trouble: { code, message, since: now.toISOString() },
    };
  }
}
