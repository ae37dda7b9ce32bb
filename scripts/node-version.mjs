/**
 * Import this first. When this Node cannot run TypeScript as it is, the command goes on in the one
 * that npm brought along; without that one it ends in words. Plain JavaScript: Node 20 reads it.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  // npm 11 links it as node_modules/.bin/node and comes here with it; npm 10 forgets the link.
  const bundled = path.resolve(
    import.meta.dirname,
    `../node_modules/node-${process.platform}-${process.arch}/bin/node`,
  );
  if (!existsSync(bundled)) {
    console.error(
      `Slipway needs Node 22.18 or newer, and this is ${process.versions.node}. On Linux \`npm ci\` brings one along (without --omit=optional); elsewhere install Node 24.`,
    );
    process.exit(1);
  }
  const child = spawn(bundled, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  // Never resolves: what imports this must not go on here.
  await new Promise(() => {
    child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
  });
}
