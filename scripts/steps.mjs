/** Runs commands one after the other, shows what they print, and counts what failed. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..');
/** The commands of the packages, and the Node that runs this: theirs is whichever comes first. */
const PATH = [
  path.dirname(process.execPath),
  path.join(ROOT, 'node_modules', '.bin'),
  process.env.PATH,
].join(path.delimiter);

/** @returns whether the command ended well. */
export function step(name, command, args, env = {}) {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      CHECKPOINT_DISABLE: '1',
      PATH,
      ...env,
    },
  });
  if (error) console.error(error.message);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  return status === 0;
}
