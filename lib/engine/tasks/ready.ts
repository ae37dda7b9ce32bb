import type { DbTx } from '#lib/db/open.ts';
import { hasEnded, isUuid } from './record.ts';

export type InputState = { id: string; status: string; ignoreError: boolean };

/** Whether an input's failure is a failure of what waits for it. */
const failed = (input: InputState): boolean => input.status === 'error' && !input.ignoreError;

const known = (inputIds: string[]): string[] => [...new Set(inputIds)].filter(isUuid).sort();

/** The states of input tasks, in no order; missing and foreign ones are left out. */
export async function inputStates(
  tx: DbTx,
  teamId: string,
  inputIds: string[],
): Promise<InputState[]> {
  return tx.task.findMany({
    where: { id: { in: known(inputIds) }, teamId },
    select: { id: true, status: true, ignoreError: true },
  });
}

/**
 * The same, held against change until the transaction ends: a task that is made while its input
 * ends is either seen by the end of the input, or sees it.
 */
export async function lockInputs(
  tx: DbTx,
  teamId: string,
  inputIds: string[],
): Promise<InputState[]> {
  const ids = known(inputIds);
  if (ids.length === 0) return [];
  return tx.$queryRaw<InputState[]>`
    SELECT "id", "status", "ignoreError" FROM "Task"
    WHERE "id" = ANY(${ids}::uuid[]) AND "teamId" = ${teamId}::uuid
    ORDER BY "id" FOR SHARE`;
}

/** Whether a task can run: all inputs ended, or one of them makes waiting pointless. */
export function isReady(inputIds: string[], states: InputState[]): boolean {
  const byId = new Map(states.map((state) => [state.id, state]));
  const inputs = inputIds.map((id) => byId.get(id.toLowerCase()));
  return (
    inputs.some((input) => !input || failed(input)) ||
    inputs.every((input) => input && hasEnded(input))
  );
}

/**
 * Whether a ready task has what it needs: every input is known and none has failed, but for those
 * whose errors are ignored; of several, at least one has finished.
 */
export function hasInputs(inputIds: string[], states: InputState[]): boolean {
  const byId = new Map(states.map((state) => [state.id, state]));
  const inputs = inputIds.map((id) => byId.get(id.toLowerCase()));
  return (
    inputs.every((input) => input && !failed(input)) &&
    (inputs.length === 0 || inputs.some((input) => input?.status === 'finished'))
  );
}
