import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type * as Axe from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What can differ between light and dark. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

type Where = {
  /** A selector of the part that is looked at; all of the page without one. */
  within?: string;
  /** Only these. */
  rules?: readonly string[];
  /** All but these. */
  except?: readonly string[];
};

/**
 * What axe finds wrong in a page without frames, as "rule: element". The page keeps axe for the next
 * look, which costs as much as the look itself.
 */
export async function findViolations(page: Page, where: Where = {}): Promise<string[]> {
  // Between two pages there is a moment without a title.
  await expect(page).toHaveTitle(/./);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const { within, rules, except = [] } = where;
  const options: Axe.RunOptions = {
    iframes: false,
    resultTypes: ['violations'],
    ...(rules ? { runOnly: [...rules] } : {}),
    rules: Object.fromEntries(except.map((rule) => [rule, { enabled: false }])),
  };
  return page.evaluate(
    async ({ part, asked }) => {
      const { axe } = window as unknown as { axe: typeof Axe };
      const { violations } = await axe.run(part ?? document, asked);
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    },
    { part: within, asked: options },
  );
}
