/** `npm start`: builds when there is no build of this source, then becomes the server. `--dev` skips the build. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import './node-version.mjs';
import { build, generateClient } from './build.mjs';

const dev = process.argv.includes('--dev');
if (dev) generateClient();
else build();

const server = spawn(
  process.execPath,
  // node:sqlite, which holds the lock on the embedded database, still announces itself.
  ['--disable-warning=ExperimentalWarning', path.resolve(import.meta.dirname, '../server.ts')],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_ENV: dev ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
    },
  },
);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  // A terminal sends SIGINT to both; a second one does the server no harm.
  process.on(signal, () => server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
}
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
