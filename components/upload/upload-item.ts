/** One file on its way into an export. */
export type UploadItem = {
  /** Within this page. */
  key: string;
  /** From this machine, from a URL, or there already. */
  source: 'file' | 'url' | 'stored';
  /** The name, or the address until the name is known. */
  name: string;
  /** Bytes, when known. */
  size: number | null;
  /** Bytes that have arrived. */
  done: number;
  /** Bytes a second, over the last seconds. */
  speed: number | null;
  phase: 'preparing' | 'queued' | 'sending' | 'ready' | 'failed';
  /** The import task, once there is one. */
  taskId: string | null;
  /** What went wrong, in words. */
  message: string | null;
  /** Where the import task is: `builtin`, or a connection's id. */
  connection: string;
  /** Belongs to the export that is being put together; after it was sent, it only still arrives. */
  draft: boolean;
};

export const isUnderWay = (item: UploadItem): boolean =>
  item.phase === 'preparing' || item.phase === 'queued' || item.phase === 'sending';

/** Milliseconds until the file has arrived at its present speed; null when nobody can say. */
export function timeLeft(item: Pick<UploadItem, 'size' | 'done' | 'speed'>): number | null {
  if (item.size === null || !item.speed) return null;
  return ((item.size - item.done) / item.speed) * 1000;
}

/** Milliseconds over which speed is smoothed: shorter jumps about, longer lags behind. */
const SMOOTHING = 3_000;

/** Speed after `bytes` more arrived in `ms`; recent time weighs more. */
export function nextSpeed(speed: number | null, bytes: number, ms: number): number | null {
  if (ms <= 0) return speed;
  const now = (bytes / ms) * 1000;
  if (speed === null) return now;
  const weight = 1 - Math.exp(-ms / SMOOTHING);
  return speed + (now - speed) * weight;
}
