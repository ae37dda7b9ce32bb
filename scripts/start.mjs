/** `npm start`: builds when there is no build of this source, then becomes the server. `--dev` skips the build. */
import './node-version.mjs';
import { build, generateClient } from './build.mjs';

const dev = process.argv.includes('--dev');
if (dev) generateClient();
else build();

process.env.NODE_ENV = dev ? 'development' : 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
// In this process, not in a child: signals arrive where they are handled, and killing what was
// started leaves nobody behind who holds the data folder.
await import('../server.ts');
