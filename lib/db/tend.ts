import type { Db, OpenDb } from './open.ts';

/** Milliseconds between looks. A look costs a millisecond; tending a large table, some hundred. */
const EVERY = 30_000;

/**
 * The embedded database has no autovacuum: without this, tables fill with dead rows, and the planner
 * never learns how large they are and leaves good indexes unused. A PostgreSQL tends itself.
 *
 * @returns the way to stop; resolves when nothing is under way.
 */
export function tendDb(db: OpenDb, onError: (error: unknown) => void): () => Promise<void> {
  if (!db.exclusive) return async () => {};
  let current: Promise<unknown> = Promise.resolve();
  const tend = () => {
    current = tendTables(db.prisma).catch(onError);
  };
  const timer = setInterval(tend, EVERY);
  timer.unref();
  tend();
  return async () => {
    clearInterval(timer);
    await current;
  };
}

/** Vacuums and analyses each table that changed enough, by autovacuum's own rule. @returns their names. */
export async function tendTables(prisma: Db): Promise<string[]> {
  // What changed is counted apart, and only told to the views when asked for.
  await prisma.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, relname) AS name FROM pg_stat_user_tables
    WHERE n_dead_tup > 50 + 0.2 * n_live_tup OR n_mod_since_analyze > 50 + 0.1 * n_live_tup
    ORDER BY name`;
  // VACUUM takes no parameters; the names were quoted by the database.
  for (const { name } of tables) await prisma.$executeRawUnsafe(`VACUUM (ANALYZE) ${name}`);
  return tables.map((table) => table.name);
}
