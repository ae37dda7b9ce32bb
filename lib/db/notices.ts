import pg from 'pg';

/** Short texts from process to process through PostgreSQL. Lost while the line is broken: look for yourself, too. */
export type Notices = {
  /** Sends soon, with what else is sent in the same moment. At most 200 bytes, no line breaks. */
  send(text: string): void;
  /** Hears what other processes send, not this one. @returns the way to stop. */
  listen(listener: (text: string) => void): () => void;
  close(): Promise<void>;
};

const CHANNEL = 'slipway_changes';
/** Milliseconds in which notices are gathered: a burst costs one statement, not one for each. */
const GATHER = 5;
/** PostgreSQL takes payloads of under 8,000 bytes. */
const MOST_BYTES = 7_500;
/** Notices that wait while the line is broken; beyond that the oldest are dropped. */
const MOST_WAITING = 10_000;
const RECONNECT_AFTER = 1_000;

/** Opens a connection of its own for LISTEN and NOTIFY, and opens it again whenever it breaks. */
export function openNotices(url: string): Notices {
  const me = crypto.randomUUID();
  const listeners = new Set<(text: string) => void>();
  let client: pg.Client | undefined;
  let closed = false;
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let reconnect: NodeJS.Timeout | undefined;
  let sending: Promise<void> | undefined;

  const opening = connect();

  async function connect(): Promise<void> {
    const opened = new pg.Client({ connectionString: url, keepAlive: true });
    const lost = () => {
      if (client === opened) client = undefined;
      opened.end().catch(() => {});
      if (closed || reconnect) return;
      reconnect = setTimeout(() => {
        reconnect = undefined;
        void connect();
      }, RECONNECT_AFTER);
      reconnect.unref();
    };
    opened.once('error', lost);
    opened.once('end', lost);
    opened.on('notification', ({ payload = '' }) => {
      const [from, ...texts] = payload.split('\n');
      if (from === me) return;
      for (const text of texts) for (const listener of listeners) listener(text);
    });
    try {
      await opened.connect();
      await opened.query(`LISTEN ${CHANNEL}`);
      if (closed) return await opened.end();
      client = opened;
      if (waiting.length > 0) flushSoon();
    } catch {
      lost();
    }
  }

  function flushSoon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      sending ??= flush().finally(() => {
        sending = undefined;
        if (waiting.length > 0 && client) flushSoon();
      });
    }, GATHER);
  }

  async function flush(): Promise<void> {
    while (client && waiting.length > 0) {
      let payload = me;
      let taken = 0;
      for (const text of waiting) {
        if (payload.length + text.length + 1 > MOST_BYTES) break;
        payload += `\n${text}`;
        taken += 1;
      }
      waiting = waiting.slice(taken);
      // A line that breaks here loses these: whoever waits looks for itself now and then.
      await client.query('SELECT pg_notify($1, $2)', [CHANNEL, payload]).catch(() => {});
    }
  }

  return {
    send(text) {
      if (closed) return;
      waiting.push(text);
      if (waiting.length > MOST_WAITING) waiting = waiting.slice(-MOST_WAITING / 2);
      if (client) flushSoon();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(reconnect);
      await opening;
      await sending;
      await client?.end().catch(() => {});
    },
  };
}
