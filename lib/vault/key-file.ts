import { randomBytes, randomUUID } from 'node:crypto';
import { access, appendFile, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { KEY_BYTES, type MasterKey, toMasterKey } from './master-key.ts';

/** One key a line in base64, the newest first; more than one while the key is being turned. */
export const keyFile = (dataDir: string): string => path.join(dataDir, 'master.key');
/** Keys that seal nothing any more, for those who must open a backup made before. */
export const retiredFile = (dataDir: string): string => path.join(dataDir, 'master.key.retired');

export const newKey = (): string => randomBytes(KEY_BYTES).toString('base64');

/**
 * The master key from `given` (base64 of 32 bytes, with those before it), else from
 * DATA_DIR/master.key, which is made on the first start and readable by its owner only.
 *
 * @throws Error with what to do when the file holds no key.
 */
export async function loadMasterKey(
  dataDir: string,
  given?: string,
  previous: readonly string[] = [],
): Promise<MasterKey> {
  if (given) return toMasterKey([given, ...previous]);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${keyFile(dataDir)}.${randomUUID()}`;
  try {
    // Already there is the usual case, and a link is the key whole: of two first starts one makes it.
    await access(keyFile(dataDir)).catch(async () => {
      await writeWhole(draft, newKey());
      await link(draft, keyFile(dataDir));
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return toMasterKey(await readKeys(dataDir));
}

/** @throws Error when a line is no key. */
export async function readKeys(dataDir: string): Promise<[string, ...string[]]> {
  const file = keyFile(dataDir);
  const [newest, ...rest] = (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line.trim());
  const keys = [newest ?? '', ...rest] as const;
  if (keys.some((key) => Buffer.from(key, 'base64').length !== KEY_BYTES)) {
    throw new Error(
      `${file} does not hold a key of 32 bytes in base64. Restore it from a backup, or set MASTER_KEY.`,
    );
  }
  return [...keys];
}

/** Puts keys in place of those in the file: whoever reads it meanwhile sees the old or the new. */
export async function writeKeys(dataDir: string, keys: readonly string[]): Promise<void> {
  const draft = `${keyFile(dataDir)}.draft`;
  await writeWhole(draft, keys.join('\n'));
  await rename(draft, keyFile(dataDir));
}

/** Takes all keys but the newest out of use, once nothing is sealed with them. */
export async function retireKeys(dataDir: string): Promise<void> {
  const [newest, ...old] = await readKeys(dataDir);
  if (old.length === 0) return;
  await appendFile(retiredFile(dataDir), `${old.join('\n')}\n`, { mode: 0o600, flush: true });
  await writeKeys(dataDir, [newest]);
}

async function writeWhole(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(`${text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
