import type { DbTx } from '#lib/db/open.ts';
import { hasEnded, isUuid } from './record.ts';

type State = { id: string; teamId: string; status: string; ignoreError: boolean };

/** What a task waits for. */
export type Waits = { teamId: string; inputIds: string[] };

/** The input tasks of a task, in their order; undefined where one is missing or another team's. */
export type InputStates = (waits: Waits) => (State | undefined)[];

/** Whether an input's failure is a failure of what waits for it. */
const failed = (input: State): boolean => input.status === 'error' && !input.ignoreError;

/** Each input of each task once, in the order of ids. */
function pairsOf(waits: Waits[]): { ids: string[]; teamIds: string[] } {
  const pairs = new Set<string>();
  for (const { teamId, inputIds } of waits)
    for (const id of inputIds) if (isUuid(id)) pairs.add(`${id.toLowerCase()} ${teamId}`);
  const sorted = [...pairs].sort().map((pair) => pair.split(' ') as [string, string]);
  return { ids: sorted.map(([id]) => id), teamIds: sorted.map(([, teamId]) => teamId) };
}

function toStates(rows: State[]): InputStates {
  const byPair = new Map(rows.map((row) => [`${row.id} ${row.teamId}`, row]));
  return ({ teamId, inputIds }) =>
    inputIds.map((id) => byPair.get(`${id.toLowerCase()} ${teamId}`));
}

/** The states of input tasks as they are. */
export async function readInputs(tx: DbTx, waits: Waits[]): Promise<InputStates> {
  const { ids, teamIds } = pairsOf(waits);
  if (ids.length === 0) return toStates([]);
  return toStates(
    await tx.$queryRaw<State[]>`
      SELECT t."id", t."teamId", t."status", t."ignoreError" FROM "Task" t
      WHERE (t."id", t."teamId") IN (SELECT * FROM unnest(${ids}::uuid[], ${teamIds}::uuid[]))`,
  );
}

/**
 * The same, and those that have ended stay until the transaction ends. Only these: nobody but who
 * deletes them waits for them, so whoever goes on to lock tasks that wait does not wait in a circle.
 */
export async function holdInputs(tx: DbTx, waits: Waits[]): Promise<InputStates> {
  const { ids, teamIds } = pairsOf(waits);
  if (ids.length === 0) return toStates([]);
  const held = await tx.$queryRaw<State[]>`
    SELECT t."id", t."teamId", t."status", t."ignoreError" FROM "Task" t
    WHERE (t."id", t."teamId") IN (SELECT * FROM unnest(${ids}::uuid[], ${teamIds}::uuid[]))
      AND t."status" IN ('finished', 'error')
    ORDER BY t."id" FOR SHARE OF t`;
  const statesOf = toStates(held);
  const others = waits.filter((one) => statesOf(one).includes(undefined));
  const readStates = await readInputs(tx, others);
  return (one) => {
    const known = statesOf(one);
    return known.includes(undefined) ? readStates(one) : known;
  };
}

/**
 * The same, all held against change until the transaction ends: a task that is made while its input
 * ends is either seen by the end of the input, or sees it.
 *
 * @param made tasks that this transaction makes, which may be inputs of each other.
 */
export async function lockInputs(
  tx: DbTx,
  waits: Waits[],
  made: State[] = [],
): Promise<InputStates> {
  const { ids, teamIds } = pairsOf(waits);
  if (ids.length === 0) return toStates(made);
  const rows = await tx.$queryRaw<State[]>`
    SELECT t."id", t."teamId", t."status", t."ignoreError" FROM "Task" t
    WHERE (t."id", t."teamId") IN (SELECT * FROM unnest(${ids}::uuid[], ${teamIds}::uuid[]))
    ORDER BY t."id" FOR SHARE OF t`;
  return toStates([...rows, ...made]);
}

/** Whether a task can run: all inputs ended, or one of them makes waiting pointless. */
export function isReady(inputs: (State | undefined)[]): boolean {
  return (
    inputs.some((input) => !input || failed(input)) ||
    inputs.every((input) => input && hasEnded(input))
  );
}

/**
 * Whether a ready task has what it needs: every input is known and none has failed, but for those
 * whose errors are ignored; of several, at least one has finished.
 */
export function hasInputs(inputs: (State | undefined)[]): boolean {
  return (
    inputs.every((input) => input && !failed(input)) &&
    (inputs.length === 0 || inputs.some((input) => input?.status === 'finished'))
  );
}
