import type { DbTx } from '#lib/db/open.ts';
import type { ChangeKind } from './changes.ts';
import type { EngineContext } from './context.ts';

/** Tells of a change of a task once `tx` is committed; of several changes of one task, of the last. */
export function tell(
  tx: DbTx,
  { afterCommit, changes }: Pick<EngineContext, 'afterCommit' | 'changes'>,
  taskId: string,
  kind: ChangeKind,
): void {
  afterCommit(tx, `task ${taskId}`, () => changes.emit(taskId, kind));
}
