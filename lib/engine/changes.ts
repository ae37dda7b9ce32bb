import { EventEmitter, once } from 'node:events';

/** Tells this process which task has changed, after the change is committed. */
export type Changes = {
  emit(taskId: string): void;
  /** @returns the way to stop listening. */
  onTaskChange(listener: (taskId: string) => void): () => void;
  /** Resolves at the next change of the task, or after `timeoutMs`. @throws when aborted. */
  next(taskId: string, timeoutMs: number, signal?: AbortSignal): Promise<void>;
};

export function createChanges(): Changes {
  const all = new EventEmitter().setMaxListeners(0);
  const byTask = new EventEmitter().setMaxListeners(0);
  return {
    emit(taskId) {
      all.emit('change', taskId);
      byTask.emit(taskId);
    },
    onTaskChange(listener) {
      all.on('change', listener);
      return () => all.off('change', listener);
    },
    async next(taskId, timeoutMs, signal) {
      signal?.throwIfAborted();
      const timer = AbortSignal.timeout(Math.ceil(timeoutMs));
      const either = signal ? AbortSignal.any([signal, timer]) : timer;
      await once(byTask, taskId, { signal: either }).catch(() => signal?.throwIfAborted());
    },
  };
}
