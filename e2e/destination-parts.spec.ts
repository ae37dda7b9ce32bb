import { examine } from './examine.ts';
import { expect, test } from './slipway.ts';

test.beforeEach(async ({ page, slipway }) => {
  await page.goto(`${slipway.url}/stories/destinations`);
});

test('a test says what came of each step, and leads to the field', async ({ page }) => {
  const passed = page.getByRole('region', { name: 'Passed' });
  await expect(passed.getByRole('status')).toHaveText(
    'The test passed in 314 ms. 2 steps were not permitted, which deliveries do not need.',
  );
  await expect(passed.getByRole('listitem')).toHaveCount(5);
  await expect(passed.getByRole('listitem').nth(3)).toContainText('Not permitted');

  const failed = page.getByRole('region', { name: 'Failed' });
  await expect(failed.getByRole('status')).toHaveText(
    'The test failed at “Sign in” after 2.1 s. 2 steps were not tried.',
  );
  await failed.getByRole('button', { name: 'Details' }).click();
  await expect(failed.getByText('Tried: password.')).toBeVisible();
  await failed.getByRole('button', { name: 'Go to Password' }).click();
  await expect(page.getByText('Asked for: password.')).toBeVisible();

  const broken = page.getByRole('region', { name: 'Broken off' });
  await expect(broken.getByText('what it wrote may still be there')).toBeVisible();
  await expect(broken.getByText('Field Region')).toBeVisible();

  const running = page.getByRole('region', { name: 'Running' });
  await expect(running.getByRole('status')).toHaveText('The test is running.');
});

test('credentials that end say so in words', async ({ page }) => {
  for (const words of ['Expires in 200 d', 'Expires in 23 d', 'Expires in 3 d', 'Expired 2 d ago'])
    await expect(page.getByText(words).first()).toBeVisible();
});

test('a host key is trusted by those who may', async ({ page }) => {
  await expect(page.getByText('is not trusted yet.')).toBeVisible();
  await expect(page.getByText('shows another host key than the trusted one.')).toBeVisible();
  await expect(page.getByText('Ask an owner or admin of the team to trust it.')).toBeVisible();
  await page.getByRole('button', { name: 'Trust this key' }).click();
  await expect(page.getByText('Asked for: trust.')).toBeVisible();
});

test('axe finds nothing, in light, in dark and at 360 px', async ({ page }) => {
  await examine(page, 'parts of destinations');
});
