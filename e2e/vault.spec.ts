import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { api, expect, signIn, startSlipway, test, WITH_OWNER } from './slipway.ts';

const run = promisify(execFile);

function rotate(dataDir: string) {
  const script = path.resolve(import.meta.dirname, '../scripts/rotate-master-key.ts');
  return run(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    env: { NODE_ENV: 'production', PATH: process.env.PATH, DATA_DIR: dataDir },
  });
}

test('the master key is turned while people work, and nothing of theirs ends', async ({ page }) => {
  const slipway = await startSlipway(WITH_OWNER);
  try {
    await signIn(page, slipway.url);
    const made = await api(slipway, 'POST', '/v2/import/raw', { file: 'x', filename: 'x.txt' });
    const exported = await api(slipway, 'POST', '/v2/export/url', { input: made.data.id });
    const ended = await api(slipway, 'GET', `/sync/v2/tasks/${exported.data.id}`);
    const keyFile = path.join(slipway.dataDir, 'master.key');
    const before = await readFile(keyFile, 'utf8');

    const { stdout } = await rotate(slipway.dataDir);
    expect(stdout).toContain('Everything is sealed with the new key.');
    const after = await readFile(keyFile, 'utf8');
    expect(after).not.toBe(before);
    expect(await readFile(`${keyFile}.retired`, 'utf8')).toBe(before);

    await page.reload();
    await expect(page.getByRole('heading', { name: 'Exports' })).toBeVisible();
    expect((await fetch(ended.data.result.files[0].url)).status).toBe(200);

    const restarted = await slipway.stop().then(() => slipway.restart());
    await page.goto(`${restarted.url}/exports`);
    await expect(page.getByRole('heading', { name: 'Exports' })).toBeVisible();

    await restarted.stop();
    await writeFile(keyFile, before);
    await expect(slipway.restart()).rejects.toThrow('Restore master.key in DATA_DIR');
    await writeFile(keyFile, after);
    const again = await slipway.restart();
    await again.stop();
  } finally {
    await slipway.remove();
  }
});
