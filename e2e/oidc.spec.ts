import type { Page } from '@playwright/test';
import { examine } from './examine.ts';
import { findFreePort } from './free-port.ts';
import { type OidcServer, startOidcServer } from './oidc-provider.ts';
import {
  test as base,
  expect,
  OWNER,
  type Slipway,
  signIn,
  startSlipway,
  WITH_OWNER,
} from './slipway.ts';

type Both = { slipway: Slipway; oidc: OidcServer };

/** A Slipway of its own beside a provider of its own. */
const test = base.extend<object, { both: Both }>({
  both: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
    async ({}, use) => {
      const port = await findFreePort();
      const oidc = await startOidcServer(`http://127.0.0.1:${port}/api/auth/callback/oidc`);
      const slipway = await startSlipway({
        ...WITH_OWNER,
        PORT: String(port),
        APP_URL: `http://127.0.0.1:${port}`,
        OIDC_ISSUER: oidc.issuer,
        OIDC_CLIENT_ID: oidc.clientId,
        OIDC_CLIENT_SECRET: oidc.clientSecret,
        OIDC_NAME: 'Acme ID',
        OIDC_DOMAINS: 'acme.example',
        OIDC_ROLES: 'bosses=admin,staff=operator',
      });
      await use({ slipway, oidc });
      await slipway.remove();
      await oidc.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

/** From the sign-in page to the provider and back. */
async function comeAs(page: Page, { slipway }: Both, name: string, from = '/sign-in') {
  await page.goto(`${slipway.url}${from}`);
  await page.getByRole('button', { name: 'Continue with Acme ID' }).click();
  await page.getByLabel('Who are you?').fill(name);
  await page.getByRole('button', { name: 'Go on' }).click();
}

test('somebody of an allowed domain joins with the role of their groups, and has no password', async ({
  page,
  both,
}) => {
  const { slipway, oidc } = both;
  const told = { email: 'Bob@acme.example', email_verified: true, name: 'Bob' };
  oidc.people.set('bob', { ...told, groups: ['staff', 'everybody'] });
  await comeAs(page, both, 'bob', '/sign-in?next=%2Fexports%3Fstatus%3Derror');
  await page.waitForURL(`${slipway.url}/exports?status=error`);
  const asked = oidc.asked.at(-1);
  for (const name of ['state', 'nonce', 'code_challenge'])
    expect(asked?.get(name), name).toMatch(/^[\w-]{20,}$/);
  expect(asked?.get('code_challenge_method')).toBe('S256');

  await page.goto(`${slipway.url}/settings`);
  await expect(page.getByText('bob@acme.example').first()).toBeVisible();
  await expect(page.getByText('operator', { exact: true }).first()).toBeVisible();
  await expect(page.getByText('you sign in with Acme ID')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Set up' })).toHaveCount(0);
  await expect(page.getByRole('row', { name: /This one/ })).toContainText('Chrome');
  await examine(page, 'settings without a password');
  const session = await (await page.request.get(`${slipway.url}/api/auth/session`)).json();
  expect(Object.keys(session.user)).toEqual([]);
});

test('an account of the same verified address is the same person, whose password still works', async ({
  page,
  both,
}) => {
  const { slipway, oidc } = both;
  oidc.people.set('chief', { email: OWNER.email, email_verified: true });
  await comeAs(page, both, 'chief');
  await page.waitForURL('**/exports');
  await page.goto(`${slipway.url}/settings`);
  await expect(page.getByText('owner', { exact: true }).first()).toBeVisible();
  await page.context().clearCookies();
  await signIn(page, slipway.url);
});

test('strangers are told to ask for an invitation, and whose address is not confirmed is told so', async ({
  page,
  both,
}) => {
  const { slipway, oidc } = both;
  oidc.people.set('eve', { email: 'eve@elsewhere.example', email_verified: true });
  await comeAs(page, both, 'eve');
  await expect(page.getByRole('heading', { name: 'Ask for an invitation' })).toBeVisible();
  await examine(page, 'refused');
  await page.context().clearCookies();
  oidc.people.set('mallory', { email: OWNER.email, email_verified: false });
  await comeAs(page, both, 'mallory');
  await expect(page.getByRole('heading', { name: 'Your address is not confirmed' })).toBeVisible();
  expect((await page.request.get(`${slipway.url}/api/exports`)).status()).toBe(401);
});

test('whoever thinks better of it is back at the sign-in', async ({ page, both }) => {
  await page.goto(`${both.slipway.url}/sign-in?next=%2Ffiles`);
  await examine(page, 'sign-in with a provider');
  await page.getByRole('button', { name: 'Continue with Acme ID' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The sign-in with Acme ID did not come to an end.')).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in\?/);
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/files');
});

/** Goes to the provider and back as a browser would, but for the last step: the address of that. */
async function findWayBack({ request }: Page, { slipway }: Both, name: string): Promise<string> {
  const { csrfToken } = await (await request.get(`${slipway.url}/api/auth/csrf`)).json();
  const form = { csrfToken, json: 'true' };
  const begun = await request.post(`${slipway.url}/api/auth/signin/oidc`, { form });
  let { url } = await begun.json();
  while (!url.startsWith(slipway.url)) {
    const options = { maxRedirects: 0 };
    const answer = url.includes('/interaction/')
      ? await request.post(url, { ...options, form: { login: name } })
      : await request.get(url, options);
    url = new URL(answer.headers().location ?? '', url).href;
  }
  return url;
}

test('an answer that this browser did not ask for is refused', async ({ browser, page, both }) => {
  const { slipway, oidc } = both;
  oidc.people.set('carol', { email: 'carol@acme.example', email_verified: true });
  const back = await findWayBack(page, both, 'carol');
  expect(back).toContain('code=');
  const victim = await (await browser.newContext()).newPage();
  await victim.goto(back);
  await expect(victim.getByText('The sign-in with Acme ID did not come to an end.')).toBeVisible();
  expect((await victim.request.get(`${slipway.url}/api/exports`)).status()).toBe(401);
  await victim.context().close();
  // The browser that asked gets in with the very same address, once.
  await page.goto(back);
  await page.waitForURL(`${slipway.url}/exports`);
  await page.context().clearCookies({ name: 'slipway.session' });
  await page.goto(back);
  await expect(page).toHaveURL(/\/sign-in\?/);
});

test('while the provider is down, Slipway starts, says so, and takes passwords', async ({
  page,
}) => {
  // Starts a server of its own.
  test.slow();
  const port = await findFreePort();
  const slipway = await startSlipway({
    ...WITH_OWNER,
    OIDC_ISSUER: `http://127.0.0.1:${port}`,
    OIDC_CLIENT_ID: 'slipway',
    OIDC_CLIENT_SECRET: 'a-secret-of-the-provider',
  });
  try {
    await page.goto(`${slipway.url}/sign-in`);
    await page.getByRole('button', { name: 'Continue with single sign-on' }).click();
    await expect(page.getByText('could not begin: it does not answer')).toBeVisible();
    await signIn(page, slipway.url);
    expect(slipway.log()).toContain('SIGNIN_OAUTH_ERROR');
    expect(slipway.log()).not.toContain('a-secret-of-the-provider');
  } finally {
    await slipway.remove();
  }
});

test('the log and the list of providers are nobody’s to write or read', async ({
  request,
  both,
}) => {
  const { slipway, oidc } = both;
  const log = await request.post(`${slipway.url}/api/auth/_log`, {
    data: { level: 'error', code: 'forged' },
  });
  expect(log.status()).toBe(404);
  expect((await request.get(`${slipway.url}/api/auth/providers`)).status()).toBe(404);
  expect(slipway.log()).not.toContain('forged');
  expect(slipway.log()).not.toContain(oidc.clientSecret);
});
