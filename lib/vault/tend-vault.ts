import { unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import type { Db } from '#lib/db/open.ts';
import { checkMasterKey } from './check-master-key.ts';
import { keyFile, readKeys, retireKeys } from './key-file.ts';
import { type MasterKey, toMasterKey } from './master-key.ts';
import { turnKey } from './turn-key.ts';

type TendOptions = {
  db: Db;
  master: MasterKey;
  dataDir: string;
  /** The key is in the file, and not in the settings. */
  fromFile: boolean;
  log: Logger;
};

/** Milliseconds between two looks at the file. */
const LOOK_EVERY = 2_000;

/**
 * Turns the master key when there is a new one: at the start, and when the file gets one while this
 * process runs. @returns the way to stop; a turn that is broken off goes on at the next start.
 */
export function tendVault({ db, master, dataDir, fromFile, log }: TendOptions) {
  const stopping = new AbortController();
  let work = Promise.resolve();

  const turn = async () => {
    if (fromFile) Object.assign(master, toMasterKey(await readKeys(dataDir)));
    if (master.previous.length === 0) return;
    const isTurned = await checkMasterKey(db, master);
    if (isTurned) {
      const values = await turnKey(db, master, stopping.signal);
      log.info({ key: master.id, values }, 'everything is sealed with the new master key');
    }
    if (fromFile) await retireKeys(dataDir);
    else log.info('MASTER_KEY_PREVIOUS is not needed any more');
  };
  const turnInTurn = () => {
    work = work.then(turn).catch((error: unknown) => {
      if (!stopping.signal.aborted) log.error({ err: error }, 'the master key was not turned');
    });
  };
  turnInTurn();
  if (fromFile)
    watchFile(keyFile(dataDir), { interval: LOOK_EVERY, persistent: false }, turnInTurn);

  return async () => {
    unwatchFile(keyFile(dataDir), turnInTurn);
    stopping.abort();
    await work;
  };
}
