/** `node e2e/targets/start.ts [names…]`: the servers of the targets, until it is stopped. */
import { SERVER_NAMES, type ServerName, startTargets } from './start-targets.ts';
import { ensureTargetPackages } from './target-packages.ts';

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !SERVER_NAMES.includes(name as ServerName));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. There are: ${SERVER_NAMES.join(', ')}.`);
  process.exit(1);
}
ensureTargetPackages();
let stop: (() => Promise<void>) | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, async () => {
    await stop?.();
    process.exit(0);
  });
const began = performance.now();
const started = await startTargets(asked.length > 0 ? (asked as ServerName[]) : SERVER_NAMES);
stop = started.stop;
console.error(
  `Started in ${((performance.now() - began) / 1000).toFixed(1)} s. Ctrl-C stops them.`,
);
console.log(JSON.stringify({ ...started.servers, certificates: started.certificates }, null, 2));
// The servers are other processes: something has to keep this one.
setInterval(() => {}, 2 ** 30);
