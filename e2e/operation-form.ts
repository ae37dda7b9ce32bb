import type { Page } from '@playwright/test';
import { test as base, expect } from './slipway.ts';

/** Tests that open pages of their server by the path alone. */
export const test = base.extend({
  baseURL: ({ slipway }, use) => use(slipway.url),
});

const story = (operation: string, search: Record<string, string | string[]> = {}) => {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(search)) {
    for (const value of [values].flat()) query.append(name, value);
  }
  return `/stories/operation-form/${operation}?${query}`;
};

/** Opens the form of an operation; what its address can say goes into `search`. */
export const open = async (page: Page, operation: string, search = {}) => {
  await page.goto(story(operation, search));
  // The draft is told once the form is alive.
  await expect(shown(page, 'Draft')).not.toHaveText('nothing');
};

/** What the story shows beside the form: what is filled in, and what was sent. */
export const shown = (page: Page, part: 'Draft' | 'Sent') =>
  page.getByRole('region', { name: part });

/** What was sent, once something was. */
export async function sent(page: Page): Promise<unknown> {
  await expect(shown(page, 'Sent')).not.toHaveText('nothing');
  return JSON.parse((await shown(page, 'Sent').textContent()) ?? '');
}

export const submit = (page: Page) => page.getByRole('button', { name: 'Export' }).click();
export const field = (page: Page, label: string) =>
  page.getByRole('textbox', { name: label, exact: true });
export const combobox = (page: Page, label: string) =>
  page.getByRole('combobox', { name: label, exact: true });
export const unfold = (page: Page) => page.getByRole('button', { name: /^More options/ }).click();

export async function fillS3(page: Page) {
  await field(page, 'Bucket').fill('my-bucket');
  await combobox(page, 'Region').fill('eu-central-1');
  await field(page, 'Access key ID').fill('AKIAEXAMPLE');
  await field(page, 'Secret access key').fill('secret');
}
