import type { Page } from '@playwright/test';
import { COLOUR_RULES, findViolations } from './axe.ts';
import { expect } from './slipway.ts';

const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 1280 },
  // Only colours differ from the one before.
  { name: 'dark', colorScheme: 'dark', width: 1280, rules: COLOUR_RULES },
  { name: '360 px', colorScheme: 'light', width: 360 },
] as const;

/** Nothing that axe finds, nothing that sticks out at the side. */
export async function examine(page: Page, where: string) {
  for (const { name, colorScheme, width, ...only } of LOOKS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    const found = await findViolations(page, only);
    expect(found, `${where}, ${name}`).toEqual([]);
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    expect(scrollWidth, `${where}, ${name}: wider than the screen`).toBeLessThanOrEqual(
      clientWidth,
    );
  }
}
