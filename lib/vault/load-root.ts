import { randomBytes } from 'node:crypto';
import type { Db } from '#lib/db/open.ts';
import { KEY_BYTES, type MasterKey } from './master-key.ts';
import { seal, unseal } from './seal.ts';

export const ROOT_SETTING = 'derived-keys';
export const ROOT_BELONGS = { team: 'installation', record: ROOT_SETTING, field: 'root' };

/**
 * What session, temporary-URL and upload keys are derived from: random, and stored sealed, so that
 * turning the master key ends no session and no temporary URL.
 */
export async function loadRoot(db: Db, master: MasterKey): Promise<Buffer> {
  const fresh = randomBytes(KEY_BYTES).toString('base64');
  const { value } = await db.setting.upsert({
    where: { key: ROOT_SETTING },
    create: { key: ROOT_SETTING, value: seal(master, fresh, ROOT_BELONGS).toString('base64') },
    update: {},
  });
  return Buffer.from(unseal(master, Buffer.from(value, 'base64'), ROOT_BELONGS), 'base64');
}
