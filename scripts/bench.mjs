/**
 * `npm run bench [names…] [-- --flags…]`: prints the figures that the project holds itself to, all or those
 * of some files of bench/; flags go to each of them. Not a test: machines differ.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import './node-version.mjs';
import { build } from './build.mjs';
import { ROOT, step } from './steps.mjs';

const given = process.argv.slice(2);
const flags = given.filter((word) => word.startsWith('--'));
const asked = given.filter((word) => !word.startsWith('--'));
const all = readdirSync(path.join(ROOT, 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => path.basename(file, '.ts'))
  .sort();
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  process.exit(1);
}

build();
for (const name of asked.length > 0 ? asked : all) {
  const file = `${name}.ts`;
  const script = path.join('bench', file);
  if (!step(file, 'node', ['--disable-warning=ExperimentalWarning', script, ...flags]))
    process.exitCode = 1;
}
