import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { cleanEnv } from '../../../../e2e/targets/run.ts';

const execute = promisify(execFile);

/** A client that is not ours. */
export type Rclone = (...args: string[]) => Promise<string>;

/** @param options of a remote called `at`, as `rclone config` names them. */
export function rclone(options: Record<string, string>): Rclone {
  const env = Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      `RCLONE_CONFIG_AT_${name.toUpperCase()}`,
      value,
    ]),
  );
  return async (...args) => {
    const { stdout } = await execute(
      'rclone',
      ['--config', '/dev/null', '--retries', '1', ...args],
      {
        env: { ...cleanEnv(), ...env },
        timeout: 30_000,
        maxBuffer: 16 << 20,
      },
    );
    return stdout;
  };
}

/** Names below a bucket or container that begin with `prefix`. */
export async function listed(run: Rclone, bucket: string, prefix: string): Promise<string[]> {
  const lines = await run('lsf', '--recursive', '--files-only', `at:${bucket}`);
  return lines.split('\n').filter((name) => name !== '' && name.startsWith(prefix));
}
