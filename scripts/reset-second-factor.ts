/** `node scripts/reset-second-factor.ts EMAIL`: takes somebody's second factor away. */
import { existsSync } from 'node:fs';
import { systemClock } from '#lib/clock.ts';
import { openDb } from '#lib/db/open.ts';
import { readEnv } from '#lib/env.ts';
import { resetSecondFactor } from '#lib/teams/reset-second-factor.ts';

const email = process.argv[2]?.trim().toLowerCase();
if (!email) {
  console.error(
    'Say whose: node scripts/reset-second-factor.ts ada@example.com\nWith the settings of the server; stop it first when it uses the embedded database, which one process has at a time.',
  );
  process.exit(1);
}
const SAID = {
  removed: `${email} signs in with the password alone from now on.`,
  none: `${email} has no second factor.`,
  nobody: `Nobody has the address ${email}.`,
};
try {
  const { DATABASE_URL, DATA_DIR } = readEnv();
  // From another folder than the server's a relative DATA_DIR would be a new, empty database.
  if (!DATABASE_URL && !existsSync(DATA_DIR)) throw new Error(`There is no ${DATA_DIR}.`);
  const db = await openDb({ url: DATABASE_URL, dataDir: DATA_DIR });
  const outcome = await resetSecondFactor(db.prisma, systemClock, email);
  await db.close();
  console.log(SAID[outcome]);
  // Not whenever nothing is left to do: the engine of migrations has a timer of ten seconds.
  process.exit(outcome === 'removed' ? 0 : 1);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
