import type { Browser, Page } from '@playwright/test';
import { findFreePort } from './free-port.ts';
import { test as base, expect, OWNER, type Slipway, startSlipway, WITH_OWNER } from './slipway.ts';

/** A server of its own: guesses made here must not make other journeys wait. */
const test = base.extend<object, { owned: Slipway }>({
  owned: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from this pattern
    async ({}, use) => {
      const slipway = await startSlipway(WITH_OWNER);
      await use(slipway);
      await slipway.remove();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
});

const WRONG = 'Email or password is wrong.';

async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function openSession(browser: Browser, url: string, password: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${url}/sign-in`);
  await fillSignIn(page, OWNER.email, password);
  await page.waitForURL('**/exports');
  return page;
}

/** The server prints the link on a line of its own, a moment after it says that it is ready. */
async function getSetupUrl(slipway: Slipway): Promise<string> {
  const find = () => /Set it up at (\S+)/.exec(slipway.log())?.[1];
  await expect.poll(find).toBeDefined();
  return find() ?? '';
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /My team|Engines/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
}

test('the setup link makes the owner, once', async ({ page, browser }) => {
  // Starts servers of its own.
  test.slow();
  const slipway = await startSlipway();
  try {
    const faults: string[] = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));

    await page.goto(slipway.url);
    await expect(page).toHaveURL(/\/setup$/);
    await expect(page.getByText('the server printed a link')).toBeVisible();
    await page.goto(`${slipway.url}/setup?token=guessed`);
    await expect(page.getByText('This link is of an earlier start.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Create owner' })).toHaveCount(0);

    const late = await (await browser.newContext()).newPage();
    const setupUrl = await getSetupUrl(slipway);
    await late.goto(setupUrl);
    await page.goto(setupUrl);
    for (const form of [page, late]) {
      await form.getByLabel('Your name').fill('Ada');
      await form.getByLabel('Email').fill('Ada@Example.com');
      await form.getByLabel('Team').fill('Engines');
      await form.getByRole('textbox', { name: 'Password' }).fill('short');
    }
    await page.getByRole('button', { name: 'Create owner' }).click();
    await expect(page.getByText('The password needs at least 12 characters.')).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused();
    await page.getByRole('textbox', { name: 'Password' }).fill(OWNER.password);
    await page.getByRole('button', { name: 'Create owner' }).click();
    await page.waitForURL('**/exports');
    await expect(page.getByRole('heading', { name: 'Exports' })).toBeVisible();
    const cookie = (await page.context().cookies()).find(({ name }) => name === 'slipway.session');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', secure: false, path: '/' });

    await late.getByRole('textbox', { name: 'Password' }).fill(OWNER.password);
    await late.getByRole('button', { name: 'Create owner' }).click();
    await expect(late.getByText('This link has been used')).toBeVisible();
    await late.goto(setupUrl);
    await expect(late.getByRole('heading', { name: 'Slipway is set up' })).toBeVisible();

    await signOut(page);
    await fillSignIn(page, ' ada@EXAMPLE.com', OWNER.password);
    await page.waitForURL('**/exports');
    expect(faults).toEqual([]);

    await slipway.stop();
    const again = await slipway.restart();
    await page.goto(`${again.url}/setup`);
    await expect(page.getByRole('heading', { name: 'Slipway is set up' })).toBeVisible();
    expect(again.log()).not.toContain('Set it up');
    await again.stop();
  } finally {
    await slipway.remove();
  }
});

test('a wrong password and an unknown address are answered alike', async ({ page, owned }) => {
  await page.goto(`${owned.url}/sign-in`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Enter an email address.')).toBeVisible();
  for (const email of [OWNER.email, 'nobody@example.com']) {
    await fillSignIn(page, email, 'not the password');
    await expect(page.getByRole('alert').filter({ hasText: WRONG })).toBeFocused();
    await expect(page.getByLabel('Email')).toHaveValue(email);
    await page.reload();
  }
});

test('too many guesses have to wait, and are told how long', async ({ page, owned }) => {
  await page.goto(`${owned.url}/sign-in`);
  for (let attempt = 0; attempt < 6; attempt++) {
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await fillSignIn(page, 'someone@example.com', `guess number ${attempt}`);
    await answered;
  }
  const told = page.getByRole('alert').filter({ hasText: 'Too many' });
  await expect(told).toHaveText(/^Too many attempts\. Try again in \d+ s\.$/);
});

test('one comes back to where one wanted to go, and never to another site', async ({
  page,
  owned,
}) => {
  await page.goto(`${owned.url}/exports?status=error`);
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fexports%3Fstatus%3Derror$/);
  await fillSignIn(page, OWNER.email, OWNER.password);
  await page.waitForURL('**/exports?status=error');
  for (const next of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/.//evil.example',
  ]) {
    await page.context().clearCookies();
    await page.goto(`${owned.url}/sign-in?next=${encodeURIComponent(next)}`);
    await fillSignIn(page, OWNER.email, OWNER.password);
    await page.waitForURL(`${owned.url}/exports`);
  }
});

test('sign-in needs no script, and works by any name of the machine', async ({
  browser,
  owned,
}) => {
  const { port } = new URL(owned.url);
  for (const host of ['127.0.0.1', 'localhost']) {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`http://${host}:${port}/sign-in`);
    await fillSignIn(page, OWNER.email, OWNER.password);
    await page.waitForURL(`http://${host}:${port}/exports`);
    await context.close();
  }
});

test('a form on another site cannot sign anybody in', async ({ request, owned }) => {
  const html = await (await request.get(`${owned.url}/sign-in`)).text();
  const hidden = [...html.matchAll(/<input type="hidden" name="(\$[^"]+)"(?: value="([^"]*)")?/g)];
  const multipart = Object.fromEntries([
    ...hidden.map(([, name, value]) => [name, (value ?? '').replaceAll('&quot;', '"')]),
    ['email', OWNER.email],
    ['password', OWNER.password],
  ]);
  const send = (origin: string, forged = {}) =>
    request.post(`${owned.url}/sign-in`, {
      multipart,
      headers: { origin, ...forged },
      maxRedirects: 0,
    });
  const own = await send(owned.url);
  expect(own.headers()['set-cookie']).toContain('slipway.session=');
  for (const forged of [{}, { 'x-forwarded-host': 'evil.example' }]) {
    const other = await send('http://evil.example', forged);
    expect(other.headers()['set-cookie'] ?? '').not.toContain('slipway.session=');
    expect(other.status()).toBeGreaterThanOrEqual(400);
  }
});

test('a new password ends the sessions of other browsers', async ({ browser }) => {
  // Starts servers of its own.
  test.slow();
  const slipway = await startSlipway(WITH_OWNER);
  try {
    const here = await openSession(browser, slipway.url, OWNER.password);
    const there = await openSession(browser, slipway.url, OWNER.password);
    await here.getByRole('button', { name: /My team/ }).click();
    await here.getByRole('menuitem', { name: 'Settings' }).click();
    await here.getByRole('textbox', { name: 'Current password' }).fill('not the password');
    await here.getByRole('textbox', { name: 'New password' }).fill('a password of tomorrow');
    await here.getByRole('button', { name: 'Change password' }).click();
    await expect(here.getByText('This is not the password you have now.')).toBeVisible();
    await here.getByRole('textbox', { name: 'Current password' }).fill(OWNER.password);
    await here.getByRole('button', { name: 'Change password' }).click();
    await expect(here.getByText('Your password has been changed.')).toBeVisible();

    await here.goto(`${slipway.url}/exports`);
    await expect(here.getByRole('heading', { name: 'Exports' })).toBeVisible();
    expect((await there.request.get(`${slipway.url}/api/exports`)).status()).toBe(401);
    expect(await (await there.request.get(`${slipway.url}/api/auth/session`)).json()).toEqual({});
    await there.goto(`${slipway.url}/exports`);
    await expect(there).toHaveURL(/\/sign-in/);
    await fillSignIn(there, OWNER.email, OWNER.password);
    await expect(there.getByRole('alert').filter({ hasText: WRONG })).toBeVisible();
    await fillSignIn(there, OWNER.email, 'a password of tomorrow');
    await there.waitForURL('**/exports');
  } finally {
    await slipway.remove();
  }
});

test('over HTTPS the session cookie is kept to it and to this host', async () => {
  // Starts servers of its own.
  test.slow();
  // The address it prints is APP_URL, so the port is chosen here.
  const port = await findFreePort();
  const slipway = await startSlipway({
    ...WITH_OWNER,
    APP_URL: 'https://slipway.example.com',
    PORT: String(port),
  });
  try {
    const base = `http://127.0.0.1:${port}`;
    const csrf = await fetch(`${base}/api/auth/csrf`);
    const { csrfToken } = await csrf.json();
    const cookies = csrf.headers.getSetCookie().map((line) => line.split(';')[0]);
    const answer = await fetch(`${base}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookies.join('; ') },
      body: new URLSearchParams({ csrfToken, ...OWNER }),
    });
    const session = answer.headers.getSetCookie().find((line) => line.includes('slipway.session'));
    expect(session).toMatch(
      /^__Host-slipway\.session=.*; Path=\/; .*HttpOnly; Secure; SameSite=Lax/,
    );
    expect(answer.headers.get('location')).toBe('https://slipway.example.com');
  } finally {
    await slipway.remove();
  }
});
