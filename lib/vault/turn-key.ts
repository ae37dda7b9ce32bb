import type { Db } from '#lib/db/open.ts';
import { noteMasterKey } from './check-master-key.ts';
import { ROOT_BELONGS, ROOT_SETTING } from './load-root.ts';
import type { MasterKey } from './master-key.ts';
import { seal, unseal } from './seal.ts';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.ts';

const BATCH = 200;

type Sealed = { team: string; sealed: Uint8Array } & Record<string, string | number>;

/**
 * Seals with the newest key whatever is sealed with an older one. Others may read and write
 * meanwhile: a value that somebody changes is left as they wrote it. Broken off, it goes on where it
 * was: what is done is known by the id of the key in each value.
 *
 * @returns how many values were sealed anew.
 * @throws Error when a value opens with none of the keys, naming its table.
 */
export async function turnKey(db: Db, master: MasterKey, signal?: AbortSignal): Promise<number> {
  let turned = await turnRoot(db, master);
  for (const column of SEALED_COLUMNS) {
    for (;;) {
      signal?.throwIfAborted();
      const rows = await findOld(db, master, column);
      for (const row of rows) turned += await turnOne(db, master, column, row);
      if (rows.length < BATCH) break;
    }
  }
  await noteMasterKey(db, master);
  return turned;
}

async function turnRoot(db: Db, master: MasterKey): Promise<number> {
  const { value } = await db.setting.findUniqueOrThrow({ where: { key: ROOT_SETTING } });
  const root = unseal(master, Buffer.from(value, 'base64'), ROOT_BELONGS);
  const { count } = await db.setting.updateMany({
    where: { key: ROOT_SETTING, value },
    data: { value: seal(master, root, ROOT_BELONGS).toString('base64') },
  });
  return count;
}

/** Table and column names come from SEALED_COLUMNS alone, never from outside. */
function findOld(db: Db, master: MasterKey, column: SealedColumn): Promise<Sealed[]> {
  const { table, key, team } = column;
  const names = key.map(([name]) => `t."${name}"`).join(', ');
  return db.$queryRawUnsafe<Sealed[]>(
    `SELECT ${names}, (${team})::text AS "team", t."${column.column}" AS "sealed" FROM "${table}" t
     WHERE t."${column.column}" IS NOT NULL
       AND substring(t."${column.column}" FROM 2 FOR 8) <> decode($1, 'hex')
     ORDER BY ${names} LIMIT ${BATCH}`,
    master.id,
  );
}

async function turnOne(
  db: Db,
  master: MasterKey,
  { table, column, key, belongs }: SealedColumn,
  row: Sealed,
): Promise<number> {
  const bound = belongs(row, row.team);
  const old = Buffer.from(row.sealed);
  let plain: string;
  try {
    plain = unseal(master, old, bound);
  } catch (cause) {
    throw new Error(`A value of ${table}.${column} (${bound.record}) cannot be opened.`, { cause });
  }
  const where = key.map(([name, type], at) => `"${name}" = $${at + 3}::${type}`).join(' AND ');
  return db.$executeRawUnsafe(
    `UPDATE "${table}" SET "${column}" = decode($1, 'hex')
     WHERE "${column}" = decode($2, 'hex') AND ${where}`,
    seal(master, plain, bound).toString('hex'),
    old.toString('hex'),
    ...key.map(([name]) => row[name]),
  );
}
