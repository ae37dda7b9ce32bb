import type { Db } from '#lib/db/open.ts';
import type { MasterKey } from './master-key.ts';

/**
 * Holds the master key against the one that this database was first used with.
 *
 * @throws Error when it is another one: nothing sealed so far could be opened.
 */
export async function checkMasterKey(db: Db, master: MasterKey): Promise<void> {
  const { value } = await db.setting.upsert({
    where: { key: 'master-key-id' },
    create: { key: 'master-key-id', value: master.id },
    update: {},
  });
  if (value === master.id) return;
  throw new Error(
    `This database belongs to the master key ${value}, but the one given is ${master.id}. Restore master.key in DATA_DIR or set MASTER_KEY to the one it was made with.`,
  );
}
