import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { PrismaPg } from '@prisma/adapter-pg';
import type { ConstructorOptions as BossOptions } from 'pg-boss';
import { fromPglite } from 'pg-boss';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { lockFolder } from './lock.ts';
import { migrate } from './migrate.ts';
import { type Notices, openNotices } from './notices.ts';
import { yielding } from './yielding.ts';

export type Db = PrismaClient;
/** A Prisma client inside a transaction, or outside one. */
export type DbTx = Prisma.TransactionClient;

export type OpenDb = {
  prisma: Db;
  /** True when no other process can have the database open. */
  exclusive: boolean;
  /** What pg-boss needs to use the same database. */
  boss: BossOptions;
  /** The line to other processes on the same database; undefined where there are none. */
  notices: Notices | undefined;
  close(): Promise<void>;
};

/** A transaction never waits on a network, so one that lasts longer than this is stuck. */
const TRANSACTION = { maxWait: 10_000, timeout: 20_000 };

/** Opens PostgreSQL at `url`, or PGlite under `dataDir` when there is no url, and migrates it. */
export async function openDb(where: { url?: string | undefined; dataDir: string }) {
  return where.url ? openPostgres(where.url) : openPglite(where.dataDir);
}

async function openPostgres(url: string): Promise<OpenDb> {
  // Timestamps are compared and printed as UTC; the server's own zone must not leak in.
  const adapter = new PrismaPg({ connectionString: url, max: 10, options: '-c timezone=UTC' });
  await migrate(adapter);
  const prisma = new PrismaClient({ adapter, transactionOptions: TRANSACTION });
  await prisma.$connect();
  const notices = openNotices(url);
  return {
    prisma,
    exclusive: false,
    boss: { connectionString: url, max: 5, backend: 'postgres' },
    notices,
    async close() {
      await notices.close();
      await prisma.$disconnect();
    },
  };
}

async function openPglite(dataDir: string): Promise<OpenDb> {
  const folder = path.join(dataDir, 'db');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(path.join(dataDir, 'db.lock'));
  if (!unlock) {
    throw new Error(
      `Another Slipway is running on ${dataDir}. Stop it first, give this one its own DATA_DIR, or share a PostgreSQL by setting DATABASE_URL.`,
    );
  }
  try {
    const pglite = await PGlite.create(folder, { extensions: { pg_trgm } });
    const adapter = yielding(new PrismaPGlite(pglite));
    await migrate(adapter);
    const prisma = new PrismaClient({ adapter, transactionOptions: TRANSACTION });
    return {
      prisma,
      exclusive: true,
      boss: { db: fromPglite(pglite), backend: 'pglite' },
      notices: undefined,
      async close() {
        await prisma.$disconnect();
        await pglite.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
