import { randomUUID } from 'node:crypto';
import type { AccountClient } from '#lib/client/client.ts';
import { Failure, isFailure } from '#lib/errors.ts';
import type { Account } from './account.ts';

const SCOPES = ['user.read', 'task.read', 'task.write'] as const;

/** What the calls below are refused with although the scope is there. */
const HARMLESS: Record<(typeof SCOPES)[number], readonly string[]> = {
  // A key of somebody who is no longer there still works.
  'user.read': ['NOT_FOUND'],
  'task.read': [],
  'task.write': ['NOT_FOUND', 'INVALID_DATA', 'CONFLICT'],
};

/**
 * Asks a connection whose the key is and what it may do, by calls that change nothing: a task that
 * nobody made is cancelled, which is refused for want of the scope or for want of the task.
 *
 * @throws Failure for what lies in the connection itself: key, network, maintenance, rate limit.
 */
export async function examineConnection(client: AccountClient): Promise<Account> {
  const probes: Record<(typeof SCOPES)[number], () => Promise<unknown>> = {
    'user.read': () => client.getUser(),
    'task.read': () => client.listTasks({ perPage: 1 }),
    'task.write': () => client.cancelTask(randomUUID()),
  };
  const account: Account = { missing: [], untried: [], trouble: null };
  for (const scope of SCOPES) {
    try {
      const answer = await probes[scope]();
      if (scope === 'user.read') {
        const { username, email, credits } = answer as Awaited<ReturnType<typeof client.getUser>>;
        Object.assign(account, { username, email, credits });
      }
    } catch (error) {
      if (!isFailure(error)) throw error;
      if (error.code === 'FORBIDDEN') account.missing.push(scope);
      // Out of credits, say: what was asked for is not to blame.
      else if (error.code === 'OUT_OF_CREDITS') account.untried.push(scope);
      else if (!HARMLESS[scope].includes(error.code)) throw toNoApi(error);
    }
  }
  return account;
}

/** A server that knows none of the calls speaks something else. */
function toNoApi(failure: Failure): Failure {
  if (failure.code !== 'NOT_FOUND' && failure.code !== 'METHOD_NOT_ALLOWED') return failure;
  return new Failure('SOURCE_FAILED', 'There is no API v2 at this address.', { cause: failure });
}
