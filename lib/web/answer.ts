import { unstable_rethrow } from 'next/navigation';
import { isFailure } from '#lib/errors.ts';
import { runtime } from '#lib/runtime.ts';
import type { ActionResult } from './action-state.ts';

/** Runs an action. An expected failure becomes an answer; anything else is a bug, logged and thrown. */
export async function answer<T>(run: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, data: await run() };
  } catch (error) {
    // Redirects are thrown too.
    unstable_rethrow(error);
    if (!isFailure(error)) {
      runtime().log.error({ err: error }, 'an action failed');
      throw error;
    }
    const { code, message, fields } = error;
    return { ok: false, code, message, ...(fields && { fields }) };
  }
}
