import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cleanEnv } from '../../e2e/targets/run.ts';

/** Runs a program to its end. @throws Error with what it complained of. */
export type Command = () => Promise<void>;

const execute = promisify(execFile);
/** Milliseconds. */
const WITHIN = 600_000;

function command(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Command {
  return async () => {
    await execute(file, args, { env: { ...cleanEnv(), ...env }, timeout: WITHIN });
  };
}

export const curl = (...args: string[]): Command => command('curl', args);

/**
 * rclone as it is without settings, on a remote that the environment describes.
 * @param root bucket, container or folder. @param remote as `rclone config` names its options.
 */
export function rclone(root: string, remote: Readonly<Record<string, string>>) {
  const env = Object.fromEntries(
    Object.entries(remote).map(([name, value]) => [
      `RCLONE_CONFIG_AT_${name.toUpperCase()}`,
      value,
    ]),
  );
  const run = (...args: string[]) => command('rclone', ['--config', '/dev/null', ...args], env);
  return {
    send: (verb: 'copy' | 'copyto', from: string, to: string): Command =>
      run(verb, from, `at:${root}/${to}`),
    remove: (verb: 'deletefile' | 'purge', name: string): Command =>
      run(verb, `at:${root}/${name}`),
  };
}
