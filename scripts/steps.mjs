/** Runs commands one after the other, shows what they print, and counts what failed. */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..');
/** The commands of the packages, and the Node that runs this: theirs is whichever comes first. */
const PATH = [
  path.dirname(process.execPath),
  path.join(ROOT, 'node_modules', '.bin'),
  process.env.PATH,
].join(path.delimiter);

const settings = (env) => ({
  cwd: ROOT,
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1', PATH, ...env },
});

/** @returns whether the command ended well. */
export function step(name, command, args, env = {}) {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const { status, error } = spawnSync(command, args, {
    ...settings(env),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) console.error(error.message);
  tellEnd(name, status === 0, started);
  return status === 0;
}

/** The same beside others: what it prints comes at its end, in one piece. */
export async function stepBeside(name, command, args, env = {}) {
  console.log(`\n── ${name}, beside others`);
  const started = performance.now();
  const child = spawn(command, args, { ...settings(env), stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = [];
  child.stdout.on('data', (piece) => printed.push(piece));
  child.stderr.on('data', (piece) => printed.push(piece));
  const status = await new Promise((resolve) => {
    child.once('error', (error) => {
      printed.push(Buffer.from(`${error.message}\n`));
      resolve(1);
    });
    child.once('close', resolve);
  });
  process.stdout.write(Buffer.concat(printed));
  tellEnd(name, status === 0, started);
  return status === 0;
}

function tellEnd(name, isGood, started) {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`── ${name}: ${isGood ? 'passed' : 'FAILED'} in ${seconds} s`);
}
