import type { Notices } from '#lib/db/notices.ts';

/**
 * What became of a task: it is new; it has ended or is gone (or may have: look); or anything else,
 * such as progress.
 */
export type ChangeKind = 'created' | 'changed' | 'ended';

export type ChangeListener = (taskId: string, kind: ChangeKind) => void;

/** Tells which task has changed, after the change is committed: here, and in other processes. */
export type Changes = {
  emit(taskId: string, kind: ChangeKind): void;
  /** @returns the way to stop listening. */
  onTaskChange(listener: ChangeListener): () => void;
  /** Stops hearing other processes. */
  stop(): void;
};

const KINDS: readonly string[] = ['created', 'changed', 'ended'] satisfies ChangeKind[];
const isKind = (text: string | undefined): text is ChangeKind =>
  text !== undefined && KINDS.includes(text);

/** @param notices the line to other processes that work on the same database, where there may be any. */
export function createChanges(notices: Notices | undefined): Changes {
  const listeners = new Set<ChangeListener>();
  const tell: ChangeListener = (taskId, kind) => {
    for (const listener of listeners) listener(taskId, kind);
  };
  const stop = notices?.listen((text) => {
    const [kind, taskId] = text.split(' ');
    if (isKind(kind) && taskId) tell(taskId, kind);
  });
  return {
    emit(taskId, kind) {
      tell(taskId, kind);
      notices?.send(`${kind} ${taskId}`);
    },
    onTaskChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => stop?.(),
  };
}
