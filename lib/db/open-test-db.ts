import { createHash, randomUUID } from 'node:crypto';
import { access, cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type OpenDb, openDb } from './open.ts';
import { readMigrations } from './schema-engine.ts';

const PGLITE = path.resolve(
  import.meta.dirname,
  '../../node_modules/@electric-sql/pglite/package.json',
);

/**
 * A fresh database for one test file: PGlite in a temporary folder, or a database of its own on the
 * PostgreSQL that TEST_DATABASE_URL names. `close` removes it.
 */
export async function openTestDb(): Promise<OpenDb> {
  const server = process.env.TEST_DATABASE_URL;
  return server ? onPostgres(server) : onPglite();
}

/** Puts an empty PGlite of this version under a new `dataDir`. */
export async function copyTemplate(dataDir: string): Promise<void> {
  await cp(path.join(await findTemplate(), 'db'), path.join(dataDir, 'db'), { recursive: true });
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

/**
 * An empty database of these migrations: making one takes seconds, and copying it a tenth of that. It
 * stays for the next run.
 */
async function findTemplate(): Promise<string> {
  const hash = createHash('sha256')
    .update(JSON.stringify(await readMigrations()))
    .update(await readFile(PGLITE));
  const folder = path.join(tmpdir(), `slipway-template-${hash.digest('hex').slice(0, 16)}`);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  const draft = await mkdtemp(path.join(tmpdir(), 'slipway-draft-'));
  await (await openDb({ dataDir: draft })).close();
  // Of several files that make one at the same moment, the first is taken.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
  return folder;
}

async function onPostgres(server: string): Promise<OpenDb> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await run(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const db = await openDb({ url: url.href, dataDir: '' });
  return {
    ...db,
    async close() {
      await db.close();
      await run(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function run(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}
