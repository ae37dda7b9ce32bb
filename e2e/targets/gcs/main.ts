/**
 * `node e2e/targets/gcs/main.ts [--port N] [--dir FOLDER] [--token-seconds N]`: the server until it is
 * stopped. Prints where it is, and its service account, as JSON.
 */
import { parseArgs } from 'node:util';
import { describeGcs } from './control.ts';
import { startGcs } from './gcs.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    dir: { type: 'string' },
    'token-seconds': { type: 'string', default: '3599' },
  },
});
const gcs = await startGcs({
  port: Number(values.port),
  ...(values.dir === undefined ? {} : { dir: values.dir }),
  tokenSeconds: Number(values['token-seconds']),
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void gcs.stop().then(() => process.exit(0)));
}
console.log(JSON.stringify(describeGcs(gcs), null, 2));
