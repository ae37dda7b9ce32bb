/** Small tasks through the API: how many a second, how soon a wait ends, what waits cost, and 200 clients at once. */

import { startSlipway, WITH_OWNER } from '../e2e/slipway.ts';
import { startPostgres } from '../scripts/postgres.mjs';
import { measureLoad, measureRate, measureWaits, measureWake } from './api/measures.ts';

const quick = process.argv.includes('--quick');
const SETTINGS = { ...WITH_OWNER, RATE_LIMIT: '1000000' };

async function measure(database: string, target: number, env: Record<string, string>) {
  const tell = (text: string) => console.log(`${database}, ${text}`);
  const slipway = await startSlipway({ ...SETTINGS, ...env });
  try {
    const waits = await measureWaits(slipway, 500);
    tell(`500 waiting GETs: ${waits.toFixed(0)} MB more (target under 60)`);
    const wake = await measureWake(slipway, 60);
    tell(`a sync GET after the end of its task, p95: ${wake.toFixed(1)} ms (target under 50)`);
    const load = await measureLoad(slipway, 200, quick ? 10 : 60);
    tell(
      `200 clients: ${load.loops} tasks, ${load.errors.length} errors, ${load.left} left, p50 ${load.p50.toFixed(0)} ms, p99 ${load.p99.toFixed(0)} ms`,
    );
    for (const error of new Set(load.errors.slice(0, 20))) console.log(`  ${error}`);
    if (load.errors.length > 0 || load.left > 0) process.exitCode = 1;
    const rate = await measureRate(slipway, quick ? 5 : 20);
    tell(`export/url tasks: ${rate.toFixed(0)} a second (target ${target})`);
  } finally {
    await slipway.remove();
  }
}

if (!process.argv.includes('--postgres')) await measure('PGlite', 150, {});
if (!process.argv.includes('--pglite')) {
  const postgres = await startPostgres();
  try {
    await measure('PostgreSQL', 300, { DATABASE_URL: postgres.url });
  } finally {
    await postgres.stop();
  }
}
