/** `npm run check`: format, lint, types and the dependency rule. */
import { realpathSync } from 'node:fs';
import './node-version.mjs';
import { generateClient } from './build.mjs';
import { step } from './steps.mjs';

/** @returns how many checks passed and failed. */
export function check() {
  generateClient();
  const results = [
    step('format and lint', 'biome', ['ci', '--error-on-warnings']),
    step('types', 'tsc', ['--noEmit']),
    step('dependency rule', 'depcruise', [
      '--config',
      '.dependency-cruiser.mjs',
      'app',
      'components',
      'lib',
      'server.ts',
    ]),
  ];
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}

if (realpathSync(process.argv[1]) === import.meta.filename)
  process.exit(check().failed === 0 ? 0 : 1);
