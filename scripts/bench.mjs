/** `npm run bench`: prints the figures that the project holds itself to. Not a test: machines differ. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import './node-version.mjs';
import { build } from './build.mjs';
import { ROOT, step } from './steps.mjs';

build();
for (const file of readdirSync(path.join(ROOT, 'bench')).sort()) {
  if (!file.endsWith('.ts')) continue;
  step(file, 'node', ['--disable-warning=ExperimentalWarning', path.join('bench', file)]);
}
