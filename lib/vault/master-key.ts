import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The key that everything secret of this installation hangs on: 32 bytes, and a short id of them. */
export type MasterKey = { id: string; bytes: Buffer };

function describeKey(bytes: Buffer): MasterKey {
  return {
    bytes,
    id: createHash('sha256').update('slipway key id').update(bytes).digest('hex').slice(0, 16),
  };
}

/**
 * The master key from `given` (base64 of 32 bytes), else from DATA_DIR/master.key, which is made on
 * the first start and readable by its owner only.
 */
export async function loadMasterKey(dataDir: string, given?: string): Promise<MasterKey> {
  if (given) return describeKey(Buffer.from(given, 'base64'));
  const file = path.join(dataDir, 'master.key');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    // `wx` so that of two first starts only one makes the key.
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(`${randomBytes(32).toString('base64')}\n`);
    await handle.sync();
    await handle.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const bytes = Buffer.from((await readFile(file, 'utf8')).trim(), 'base64');
  if (bytes.length !== 32) {
    throw new Error(
      `${file} does not hold a key of 32 bytes in base64. Restore it from a backup, or set MASTER_KEY.`,
    );
  }
  return describeKey(bytes);
}

/** A key of 32 bytes for one purpose; knowing it tells nothing of the master key or of others. */
export function deriveKey(master: MasterKey, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master.bytes, 'slipway', purpose, 32));
}
