import { createHash, randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { access, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { type OpenDb, openDb } from './open.ts';
import { readMigrations } from './schema-engine.ts';

const MODULES = path.resolve(import.meta.dirname, '../../node_modules');
/** What an empty database is made by, beside the migrations. */
const MAKERS = ['@electric-sql/pglite', 'pg-boss'];

/**
 * A fresh database for one test file: PGlite in a temporary folder, or a database of its own on the
 * PostgreSQL that TEST_DATABASE_URL names. `close` removes it.
 */
export async function openTestDb(): Promise<OpenDb> {
  const server = process.env.TEST_DATABASE_URL;
  return server ? onPostgres(server) : onPglite();
}

/** Puts an empty PGlite with all tables under a new `dataDir`. */
export async function copyTemplate(dataDir: string): Promise<void> {
  const template = path.join(await findTemplate(), 'db');
  // A thousand files: one by one, through promises, they take ten times as long.
  cpSync(template, path.join(dataDir, 'db'), { recursive: true });
}

async function onPglite(): Promise<OpenDb> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'slipway-db-'));
  await copyTemplate(dataDir);
  const db = await openDb({ dataDir });
  return {
    ...db,
    async close() {
      await db.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** Names what an empty database is made of. */
async function hashMakers(): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(await readMigrations()));
  for (const name of MAKERS) hash.update(await readFile(path.join(MODULES, name, 'package.json')));
  return hash.digest('hex').slice(0, 16);
}

/** Makes all tables in an empty database: ours and the queue's. */
async function makeTables(where: Parameters<typeof openDb>[0]): Promise<void> {
  const db = await openDb(where);
  const boss = new PgBoss({ ...db.boss, schedule: false, supervise: false });
  await boss.start();
  await boss.stop({ graceful: false });
  await db.close();
}

/**
 * An empty database of these migrations: making one takes seconds, and copying it a tenth of that. It
 * stays for the next run.
 */
async function findTemplate(): Promise<string> {
  const folder = path.join(tmpdir(), `slipway-template-${await hashMakers()}`);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  const draft = await mkdtemp(path.join(tmpdir(), 'slipway-draft-'));
  await makeTables({ dataDir: draft });
  // Of several files that make one at the same moment, the first is taken.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
  return folder;
}

const at = (server: string, name: string) =>
  Object.assign(new URL(server), { pathname: name }).href;

async function onPostgres(server: string): Promise<OpenDb> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = `template_${await hashMakers()}`;
  await withClient(server, async (client) => {
    // Several files begin at once, and one of them makes it.
    await client.query('SELECT pg_advisory_lock(1)');
    const { rows } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rows.length === 0) {
      await client.query(`CREATE DATABASE ${name}`);
      await makeTables({ url: at(server, name), dataDir: '' });
      // Pools close their last connections a while later, and while there is one it has to stay.
      const others = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1';
      await client.query(others, [name]);
      await client.query(`ALTER DATABASE ${name} RENAME TO ${template}`);
    }
    await client.query('SELECT pg_advisory_unlock(1)');
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const db = await openDb({ url: at(server, name), dataDir: '' });
  return {
    ...db,
    async close() {
      await db.close();
      await withClient(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

async function withClient(server: string, work: (client: pg.Client) => Promise<unknown>) {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await work(client).finally(() => client.end());
}
