import type { Page } from '@playwright/test';
import { expect } from './slipway.ts';

type Files = Parameters<Awaited<ReturnType<typeof awaitChooser>>['setFiles']>[0];

const awaitChooser = (page: Page) => page.waitForEvent('filechooser', { timeout: 1_000 });

/** As a person does: a click before the page listens opens nothing, so one clicks again. */
export async function chooseFiles(page: Page, files: Files): Promise<void> {
  await expect(async () => {
    const chooser = awaitChooser(page);
    chooser.catch(() => {});
    await page.getByRole('button', { name: 'Choose files' }).click();
    await (await chooser).setFiles(files);
  }).toPass({ timeout: 20_000 });
}
