import type { UploadForm } from '#lib/client/types.ts';
import type { ImportState } from '#lib/exports/types.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { isUnderWay, nextSpeed, type UploadItem } from './upload-item.ts';
import type { UploadPorts } from './upload-ports.ts';

export type UploadSlot = { taskId: string; form: UploadForm };

export type StoredChoice = { taskId: string; name: string; size: number | null };

const AT_A_TIME = 3;
/** As many as one call of startUploads takes. */
const BATCH = 100;
/** Milliseconds before a broken upload is sent anew. */
const RETRY_AFTER = [1_000, 3_000, 8_000];
/** Milliseconds between two looks at files that the server fetches. */
const LOOK_EVERY = 1_000;

/** Bytes and form of a file; kept apart from what is drawn. */
type Parcel = { file: File; form: UploadForm | null; stop: AbortController | null };

export type UploadStore = ReturnType<typeof createUploadStore>;

/**
 * Files on their way to the server. Lives as long as the tab, not as long as a page: uploads go on
 * when their export has been sent and its page is open.
 */
export function createUploadStore(ports: UploadPorts) {
  let items: readonly UploadItem[] = [];
  const parcels = new Map<string, Parcel>();
  const listeners = new Set<() => void>();
  let count = 0;
  let looking = false;
  /** Where new files go. */
  let connection = 'builtin';

  const find = (key: string) => items.find((item) => item.key === key);

  function set(next: readonly UploadItem[]): void {
    items = next;
    for (const listener of listeners) listener();
  }

  function patch(key: string, change: Partial<UploadItem>): void {
    set(items.map((item) => (item.key === key ? { ...item, ...change } : item)));
  }

  function add(source: UploadItem['source'], name: string, rest: Partial<UploadItem>): UploadItem {
    count += 1;
    return {
      key: `f${count}`,
      source,
      name,
      size: null,
      done: 0,
      speed: null,
      phase: 'preparing',
      taskId: null,
      message: null,
      connection,
      draft: true,
      ...rest,
    };
  }

  function fail(keys: readonly string[], message: string): void {
    for (const key of keys) patch(key, { phase: 'failed', message, speed: null });
  }

  async function addFiles(files: readonly File[]): Promise<void> {
    const added = files.map((file) => {
      const item = add('file', file.name, { size: file.size });
      parcels.set(item.key, { file, form: null, stop: null });
      return item;
    });
    set([...items, ...added]);
    const keys = added.map((item) => item.key);
    const there = connection;
    for (let at = 0; at < keys.length; at += BATCH)
      await prepare(keys.slice(at, at + BATCH), there);
  }

  /** Gets a task for each file, so that an export can be sent while they still arrive. */
  async function prepare(keys: readonly string[], there: string): Promise<void> {
    const answer = await ports.startUploads(keys.length, there).catch(unreachable);
    if (!answer.ok) {
      fail(keys, answer.message);
      return;
    }
    keys.forEach((key, i) => {
      const slot = answer.data[i];
      const parcel = parcels.get(key);
      // Removed while its task was being made: nobody will send to it.
      if (slot && !parcel) void ports.deleteTasks([slot.taskId], there).catch(unreachable);
      if (!slot || !parcel) return;
      parcel.form = slot.form;
      patch(key, { taskId: slot.taskId, phase: 'queued', message: null });
    });
    pump();
  }

  function pump(): void {
    let free =
      AT_A_TIME - items.filter((one) => one.source === 'file' && one.phase === 'sending').length;
    for (const item of items) {
      if (free <= 0) return;
      if (item.source !== 'file' || item.phase !== 'queued') continue;
      free -= 1;
      void send(item.key);
    }
  }

  async function send(key: string): Promise<void> {
    const parcel = parcels.get(key);
    if (!parcel?.form) return;
    for (let attempt = 0; ; attempt++) {
      parcel.stop = new AbortController();
      patch(key, { phase: 'sending', done: 0, speed: null, message: null });
      const outcome = await ports.send(parcel.form, parcel.file, meter(key), parcel.stop.signal);
      // Removed while it went out.
      if (!find(key)) break;
      if (outcome.sent || (outcome.status === 409 && (await hasArrived(key)))) {
        patch(key, { phase: 'ready', done: parcel.file.size, speed: null });
        parcels.delete(key);
        break;
      }
      const wait = RETRY_AFTER[attempt];
      const mayPass = outcome.status === 0 || outcome.status >= 502;
      if (!mayPass || wait === undefined) {
        // Its task can be gone, or spoilt: the next try gets a new one.
        if (!mayPass) parcel.form = null;
        fail([key], outcome.message);
        break;
      }
      patch(key, { message: `${outcome.message} Sending it again…`, speed: null });
      await ports.sleep(wait);
      if (!find(key)) break;
    }
    pump();
  }

  function meter(key: string): (bytes: number) => void {
    let at = ports.now();
    return (bytes) => {
      const item = find(key);
      const now = ports.now();
      // Four times a second is what an eye can read.
      if (!item || (now - at < 250 && bytes !== item.size)) return;
      patch(key, { done: bytes, speed: nextSpeed(item.speed, bytes - item.done, now - at) });
      at = now;
    };
  }

  /** An upload whose answer was lost is refused the second time, because it went well the first. */
  async function hasArrived(key: string): Promise<boolean> {
    const item = find(key);
    if (!item?.taskId) return false;
    const [state] = await ports.states([item.taskId], item.connection).catch(() => []);
    return state?.status === 'finished' || state?.status === 'processing';
  }

  async function addUrl(url: string, there = connection): Promise<ActionResult<unknown>> {
    const answer = await ports.importUrl(url, there).catch(unreachable);
    if (!answer.ok) return answer;
    const { taskId } = answer.data;
    set([...items, add('url', url, { taskId, phase: 'sending', connection: there })]);
    void look();
    return answer;
  }

  /** Follows what the server fetches by itself, until all of it has ended. */
  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    for (;;) {
      const open = items.filter((item) => item.source === 'url' && item.phase === 'sending');
      if (open.length === 0) break;
      for (const there of new Set(open.map((item) => item.connection))) {
        const theirs = open.filter((item) => item.connection === there).slice(0, 50);
        const ids = theirs.flatMap((item) => item.taskId ?? []);
        const states = await ports.states(ids, there).catch(() => []);
        for (const state of states) takeIn(state);
      }
      await ports.sleep(LOOK_EVERY);
    }
    looking = false;
  }

  function takeIn(state: ImportState): void {
    const item = items.find((one) => one.taskId === state.taskId);
    if (!item) return;
    const file = state.files[0];
    if (state.status === 'finished' && file) {
      const size = file.size;
      patch(item.key, { phase: 'ready', name: file.filename, size, done: size ?? 0, speed: null });
    } else if (state.status === 'error' || state.status === 'gone') {
      fail([item.key], state.message ?? 'The file could not be fetched.');
    } else {
      const speed = nextSpeed(item.speed, state.bytesDone - item.done, LOOK_EVERY);
      patch(item.key, { done: state.bytesDone, size: state.bytesTotal, speed });
    }
  }

  return {
    items: () => items,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    addFiles,
    addUrl,
    /** Files added from now on go to this connection; the draft is what was added to it. */
    chooseConnection(id: string) {
      connection = id;
    },
    /** The draft once each file has its task, or has failed to get one: a moment, not an upload. */
    async prepared(): Promise<UploadItem[]> {
      const there = connection;
      const draft = () => items.filter((item) => item.draft && item.connection === there);
      while (draft().some((item) => item.phase === 'preparing')) {
        await new Promise<void>((changed) => {
          const listener = () => {
            listeners.delete(listener);
            changed();
          };
          listeners.add(listener);
        });
      }
      return draft();
    },
    /** Files that are there already; those chosen before stay chosen once. */
    addStored(choices: readonly StoredChoice[], there: string) {
      const known = new Set(items.filter((item) => item.draft).map((item) => item.taskId));
      const added = choices
        .filter(({ taskId }) => !known.has(taskId))
        .map(({ taskId, name, size }) =>
          add('stored', name, { taskId, size, phase: 'ready', connection: there }),
        );
      set([...items, ...added]);
    },
    /** Takes a file out; one that came for this export alone is deleted on the server, too. */
    remove(key: string) {
      const item = find(key);
      if (!item) return;
      set(items.filter((one) => one.key !== key));
      parcels.get(key)?.stop?.abort();
      parcels.delete(key);
      if (item.taskId && item.source !== 'stored') {
        void ports.deleteTasks([item.taskId], item.connection).catch(unreachable);
      }
      pump();
    },
    /** Sends a file again that failed. */
    retry(key: string) {
      const item = find(key);
      if (item?.phase !== 'failed') return;
      if (item.source === 'url') {
        set(items.filter((one) => one.key !== key));
        void addUrl(item.name, item.connection);
        return;
      }
      if (!parcels.get(key)?.form) {
        // The task that it was refused by would wait for hours.
        if (item.taskId) void ports.deleteTasks([item.taskId], item.connection).catch(unreachable);
        patch(key, { phase: 'preparing', message: null, taskId: null });
        void prepare([key], item.connection);
        return;
      }
      patch(key, { phase: 'queued', message: null });
      pump();
    },
    /**
     * The export was sent: the draft is empty again, and what is under way goes on. Files that were
     * added to another connection wait for their own.
     */
    release() {
      set(
        items.flatMap((item) => {
          if (item.draft && item.connection !== connection) return [item];
          return isUnderWay(item) ? [{ ...item, draft: false }] : [];
        }),
      );
    },
  };
}

const unreachable = (): { ok: false; code: string; message: string } => ({
  ok: false,
  code: 'UNREACHABLE',
  message: 'The server cannot be reached.',
});
