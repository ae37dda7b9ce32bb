import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type OpenDb, openDb } from './open.ts';

/**
 * A fresh database for one test file: PGlite in a temporary folder, or a database of its own on the
 * PostgreSQL that TEST_DATABASE_URL names. `close` removes it.
 */
export async function openTestDb(): Promise<OpenDb> {
  const server = process.env.TEST_DATABASE_URL;
  return server ? onPostgres(server) : onPglite();
}

async function onPglite(): Promise<OpenDb> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'slipway-db-'));
  const db = await openDb({ dataDir });
  return {
    ...db,
    async close() {
      await db.close();
      await rm(dataDir, { recursive: true });
    },
  };
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
