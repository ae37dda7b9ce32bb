/** `npm run vault:rotate`: gives the installation a new master key, while it runs or before its next start. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnv } from '#lib/env.ts';
import { keyFile, newKey, readKeys, retiredFile, writeKeys } from '#lib/vault/key-file.ts';

/** Milliseconds that a running Slipway gets. One that does not run goes on when it starts. */
const WAIT = 60_000;

const env = readEnv();
if (env.MASTER_KEY) {
  console.error(
    'The master key is in MASTER_KEY. To turn it, start Slipway with a new MASTER_KEY (openssl rand -base64 32) and the old one as MASTER_KEY_PREVIOUS; it says when that is not needed any more.',
  );
  process.exit(1);
}
const keys = await readKeys(env.DATA_DIR);
if (keys.length > 1) console.log('The key is being turned already; waiting for that to end.');
else await writeKeys(env.DATA_DIR, [newKey(), ...keys]);

const until = performance.now() + WAIT;
while ((await readKeys(env.DATA_DIR)).length > 1 && performance.now() < until) await sleep(500);
if ((await readKeys(env.DATA_DIR)).length > 1) {
  console.log(
    `A new key stands first in ${keyFile(env.DATA_DIR)}. Slipway does not run on this folder, or needs longer: it goes on by itself, also at the next start.`,
  );
} else {
  console.log(
    `Everything is sealed with the new key. The old one is in ${retiredFile(env.DATA_DIR)}: keep it as long as a backup made before now may be needed, then delete it. Back up ${keyFile(env.DATA_DIR)}.`,
  );
}
