export type ToastTone = 'success' | 'error' | 'info';

export type Toast = {
  id: number;
  tone: ToastTone;
  message: string;
  description?: string;
  /** A way back, or onward: `Undo`. Pressing it also takes the toast away. */
  action?: { label: string; onClick: () => void };
};

type ToastOptions = Pick<Toast, 'description' | 'action'> & {
  /** Milliseconds until it goes by itself. */
  duration?: number;
};

const AT_MOST = 4;
const DURATION_MS = 5000;
/** Longer for what must be read before it can be acted upon. */
const LONG_DURATION_MS = 10_000;

export type Toasts = {
  read(): readonly Toast[];
  subscribe(listener: () => void): () => void;
  add(tone: ToastTone, message: string, options?: ToastOptions): number;
  remove(id: number): void;
  /** Holds all of them while somebody reads; letting go gives each its full time again. */
  hold(held: boolean): void;
};

/** Short messages that go by themselves. The oldest makes room when there are too many. */
export function createToasts(): Toasts {
  let toasts: readonly Toast[] = [];
  let held = false;
  const durations = new Map<number, number>();
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  const listeners = new Set<() => void>();
  let lastId = 0;

  function set(next: readonly Toast[]) {
    toasts = next;
    for (const listener of listeners) listener();
  }

  function stop(id: number) {
    clearTimeout(timers.get(id));
    timers.delete(id);
  }

  function start(id: number) {
    if (held) return;
    stop(id);
    timers.set(
      id,
      setTimeout(() => remove(id), durations.get(id)),
    );
  }

  function remove(id: number) {
    stop(id);
    durations.delete(id);
    set(toasts.filter((toast) => toast.id !== id));
  }

  return {
    read: () => toasts,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(tone, message, { duration, ...rest } = {}) {
      const id = ++lastId;
      const long = tone === 'error' || rest.action !== undefined;
      durations.set(id, duration ?? (long ? LONG_DURATION_MS : DURATION_MS));
      for (const { id: old } of toasts.slice(0, Math.max(0, toasts.length + 1 - AT_MOST))) {
        remove(old);
      }
      set([...toasts, { id, tone, message, ...rest }]);
      start(id);
      return id;
    },
    remove,
    hold(next) {
      held = next;
      for (const { id } of toasts) held ? stop(id) : start(id);
    },
  };
}
