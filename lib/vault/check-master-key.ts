import type { Db } from '#lib/db/open.ts';
import { findKey, type MasterKey } from './master-key.ts';

const SETTING = 'master-key-id';

/**
 * Holds the master key against the one that this database belongs to.
 *
 * @returns whether the key was turned, and not everything is sealed with the new one yet.
 * @throws Error when it is another one: nothing sealed so far could be opened.
 */
export async function checkMasterKey(db: Db, master: MasterKey): Promise<boolean> {
  const { value } = await db.setting.upsert({
    where: { key: SETTING },
    create: { key: SETTING, value: master.id },
    update: {},
  });
  if (value === master.id) return false;
  if (findKey(master, value)) return true;
  throw new Error(
    `This database belongs to the master key ${value}, but the one given is ${master.id}. Restore master.key in DATA_DIR or set MASTER_KEY to the one it was made with. To turn the key, give the old one as MASTER_KEY_PREVIOUS too.`,
  );
}

/** Notes that everything is sealed with the newest key. */
export async function noteMasterKey(db: Db, master: MasterKey): Promise<void> {
  await db.setting.update({ where: { key: SETTING }, data: { value: master.id } });
}
