/** `npm test`: everything that is held, and one line with the totals at the end. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import './node-version.mjs';
import { check } from './check.mjs';
import { ensureChromium } from './chromium.mjs';
import { startPostgres } from './postgres.mjs';
import { step, stepBeside } from './steps.mjs';

const reports = mkdtempSync(path.join(tmpdir(), 'slipway-reports-'));
const totals = { passed: 0, failed: 0 };

function count({ passed, failed }) {
  totals.passed += passed;
  totals.failed += failed;
}

/** A skipped test counts as failed: nobody looks for what was not run. */
function countReport(name, ended, read) {
  const file = path.join(reports, `${name}.json`);
  const counted = existsSync(file)
    ? read(JSON.parse(readFileSync(file, 'utf8')))
    : { passed: 0, failed: 0 };
  if (counted.passed + counted.failed === 0 || (!ended && counted.failed === 0))
    counted.failed += 1;
  count(counted);
}

/** @param run `step`, or `stepBeside` for those that run at the same time. */
async function vitest(run, name, args, env) {
  const file = path.join(reports, `${name}.json`);
  const ended = await run(
    `${name} tests`,
    'vitest',
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args],
    env,
  );
  countReport(name, ended, (report) => ({
    passed: report.numPassedTests,
    failed: report.numTotalTests - report.numPassedTests,
  }));
}

/** One that cannot start is a failure among the others, so that the totals still come. */
async function testOnPostgres() {
  try {
    const postgres = await startPostgres();
    const env = { TEST_DATABASE_URL: postgres.url };
    await vitest(stepBeside, 'postgres', ['--project', 'integration'], env);
    await postgres.stop();
  } catch (error) {
    console.error(error);
    count({ passed: 0, failed: 1 });
  }
}

const chromium = ensureChromium();
// Loaded here: what imports TypeScript above would not get as far as the right Node.
const { ensureTargetPackages } = await import('../e2e/targets/target-packages.ts');
ensureTargetPackages();
count(check());
await vitest(step, 'unit', ['--project', 'unit']);
await vitest(step, 'integration', ['--project', 'integration'], { TEST_DATABASE_URL: '' });
// Both wait for servers of their own as much as they work.
const [built] = await Promise.all([
  testOnPostgres().then(() => stepBeside('build', 'node', ['scripts/build.mjs'])),
  vitest(stepBeside, 'targets', ['--project', 'targets'], { TEST_DATABASE_URL: '' }),
]);
count(built ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
if (built) {
  const ended = step('browser tests', 'playwright', ['test'], {
    CHROMIUM_PATH: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(reports, 'browser.json'),
  });
  countReport('browser', ended, ({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped,
  }));
}
rmSync(reports, { recursive: true });
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 ? 0 : 1);
