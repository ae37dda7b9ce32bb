import { toast } from '#components/ui/toast.tsx';
import type { ActionResult } from '#lib/web/action-state.ts';

/**
 * Waits for an action, and says in a toast why it failed.
 *
 * @param startAnew offered when what it was about is gone.
 * @returns undefined when the server could not be reached.
 */
export async function attemptAction<T>(
  running: Promise<ActionResult<T>> | undefined,
  startAnew?: () => void,
): Promise<ActionResult<T> | undefined> {
  try {
    const answer = await running;
    if (answer && !answer.ok) {
      const isGone = answer.code === 'GONE' && startAnew !== undefined;
      toast.error(
        answer.message,
        isGone ? { action: { label: 'New export', onClick: startAnew } } : {},
      );
    }
    return answer;
  } catch {
    toast.error('The server cannot be reached. Try again in a moment.');
    return undefined;
  }
}
