import { toast } from '#components/ui/toast.tsx';
import type { ActionResult } from '#lib/web/action-state.ts';
import { attemptAction } from './attempt-action.ts';
import { newSubmissionId } from './submission-id.ts';

/** No id: its secrets are gone, and have to be filled in anew. */
export type Again = (input: {
  id: string;
  submissionId: string;
}) => Promise<ActionResult<{ id: string | null }>>;

/**
 * Starts a new export from this one and opens its page; says in a toast why it could not.
 *
 * @returns whether the server answered.
 */
export async function goToNew(
  router: { push: (path: string) => void },
  run: Again | undefined,
  id: string,
  submissionId = newSubmissionId(),
): Promise<boolean> {
  const answer = await attemptAction(run?.({ id, submissionId }), () =>
    router.push('/exports/new'),
  );
  if (!answer?.ok) return answer !== undefined;
  if (answer.data.id !== null) {
    router.push(`/exports/${answer.data.id}`);
    return true;
  }
  toast.info('Its secrets are no longer kept. Fill them in anew.');
  router.push(editPath(id));
  return true;
}

/** The form of a new export, filled in as this one was. */
export const editPath = (id: string): string => `/exports/new?from=${id}`;
