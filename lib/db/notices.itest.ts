import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres } from '../../scripts/postgres.mjs';
import { type Notices, openNotices } from './notices.ts';

// Always a PostgreSQL: the embedded database has no other process to tell.
let postgres: Awaited<ReturnType<typeof startPostgres>>;
let one: Notices;
let other: Notices;
beforeAll(async () => {
  postgres = await startPostgres();
  one = openNotices(postgres.url);
  other = openNotices(postgres.url);
  await heardBy(other, one, 'ready');
  await heardBy(one, other, 'ready');
});
afterAll(async () => {
  await one.close();
  await other.close();
  await postgres.stop();
});

/** Sends until it is heard: a line that is not open yet loses what is sent. */
async function heardBy(listener: Notices, sender: Notices, text: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const again = setInterval(() => sender.send(text), 50);
    const stop = listener.listen((heard) => {
      if (heard !== text) return;
      clearInterval(again);
      stop();
      resolve();
    });
  });
}

test('a burst reaches the other process whole and in order, and not the one that sends', async () => {
  const sent = Array.from({ length: 2_000 }, (_, index) => `notice ${index}`);
  const heard: string[] = [];
  const own: string[] = [];
  const stopOwn = one.listen((text) => own.push(text));
  const all = new Promise<void>((resolve) => {
    const stop = other.listen((text) => {
      heard.push(text);
      if (text !== sent.at(-1)) return;
      stop();
      resolve();
    });
  });
  for (const text of sent) one.send(text);
  await all;
  stopOwn();
  expect(heard.filter((text) => text.startsWith('notice'))).toEqual(sent);
  expect(own.filter((text) => text.startsWith('notice'))).toEqual([]);
});

test('a line that breaks is opened again', async () => {
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE '%slipway_changes%' OR query LIKE '%pg_notify%' AND pid <> pg_backend_pid()`,
  );
  await admin.end();
  await heardBy(other, one, 'there again');
  await heardBy(one, other, 'and back');
});
