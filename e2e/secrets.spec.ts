import path from 'node:path';
import { findActions, forge } from './attack/forge.ts';
import { createMarks, filesUnder } from './attack/marks.ts';
import {
  api,
  expect,
  OWNER,
  type Slipway,
  signIn,
  startSlipway,
  test,
  WITH_OWNER,
} from './slipway.ts';

test.setTimeout(180_000);

const marks = createMarks();
const SHUT = '127.0.0.1';
/** Nothing listens there: whatever is delivered fails, and says why. */
const PORT = 9;

/** What each operation needs, its secrets marked. `url` of HTTP PUT is one: it may be signed. */
const EXPORTS: Record<string, { open: Record<string, unknown>; secret: Record<string, string> }> = {
  'export/s3': {
    open: {
      bucket: 'bucket',
      region: 'eu-central-1',
      endpoint: `http://${SHUT}:${PORT}`,
      access_key_id: 'AKIAEXAMPLE',
    },
    secret: { secret_access_key: marks.make('s3'), session_token: marks.make('s3-session') },
  },
  'export/azure/blob': {
    open: {
      storage_account: 'account',
      container: 'box',
      endpoint: `http://${SHUT}:${PORT}/account`,
    },
    secret: { storage_access_key: Buffer.from(marks.make('azure')).toString('base64') },
  },
  'export/openstack': {
    open: {
      auth_url: `http://${SHUT}:${PORT}`,
      region: 'RegionOne',
      container: 'box',
      username: 'deploy',
    },
    secret: { password: marks.make('openstack') },
  },
  'export/sftp': {
    open: { host: SHUT, port: PORT, username: 'deploy' },
    secret: { password: marks.make('sftp') },
  },
  'export/upload': {
    open: {},
    secret: { url: `http://${SHUT}:${PORT}/put?signature=${marks.make('put')}` },
  },
};

const destinationOf = (operation: string) => ({
  name: `Of ${operation}`,
  operation,
  options: EXPORTS[operation]?.open,
  secrets: Object.fromEntries(
    Object.entries(EXPORTS[operation]?.secret ?? {}).map(([name, value]) => [
      name,
      { replace: value },
    ]),
  ),
  openFields: [],
  shared: true,
  allowedRoles: [],
  notes: '',
  colour: 'grey',
  prefix: null,
  fencePrefix: null,
  fenceBytes: null,
  givenExpiry: null,
});

/** Runs exports that fail, retries one, and reads everything that the API tells of them. */
async function driveApi(slipway: Slipway): Promise<string[]> {
  const answers: string[] = [];
  const call = async (method: string, where: string, body?: unknown) => {
    const answer = await api(slipway, method, where, body);
    answers.push(JSON.stringify(answer));
    return answer;
  };
  const input = (await call('POST', '/v2/import/raw', { file: 'x', filename: 'x.txt' })).data.id;
  for (const [operation, { open, secret }] of Object.entries(EXPORTS)) {
    const made = await call('POST', `/v2/${operation}`, { ...open, ...secret, input });
    expect(made.status, operation).toBe(201);
    await call('POST', `/v2/tasks/${made.data.id}/cancel`);
    await call('POST', `/v2/tasks/${made.data.id}/retry`);
    await call('GET', `/v2/tasks/${made.data.id}?include=payload,deliveries,retries,job`);
  }
  const tasks = { tasks: { a: { operation: 'export/s3', ...EXPORTS['export/s3']?.secret } } };
  expect((await call('POST', '/v2/jobs', tasks)).status).toBe(422);
  await call('GET', '/v2/tasks?include=payload,deliveries');
  return answers;
}

/** Saves, tests and uses destinations and a connection, as the dashboard's forms do. */
async function driveActions(slipway: Slipway, cookie: string): Promise<string[]> {
  const answers: string[] = [];
  const actions = findActions();
  const send = async (name: string, input: Record<string, unknown>) => {
    const action = actions.find((one) => one.name === name);
    if (!action) throw new Error(`There is no action ${name}.`);
    const answer = await forge(slipway.url, action, cookie, input);
    answers.push(JSON.stringify(answer));
    return answer;
  };
  const input = (await api(slipway, 'POST', '/v2/import/raw', { file: 'x', filename: 'x.txt' }))
    .data.id;
  for (const operation of Object.keys(EXPORTS)) {
    const destination = destinationOf(operation);
    const saved = await send('createDestinationAction', destination);
    expect(saved, operation).toMatchObject({ ok: true });
    const { id } = (saved?.data ?? {}) as { id: string };
    await send('testDestinationAction', { ...destination, id });
    await send('cloneDestinationAction', { id });
    await send('createExportsAction', {
      deliveries: [{ destinationId: id, options: {} }],
      inputTaskIds: [input],
      submissionId: crypto.randomUUID(),
    });
    // By hand too, and wrong: what comes back names the field, and not what was in it.
    const { open, secret } = EXPORTS[operation] ?? {};
    await send('createExportsAction', {
      deliveries: [
        { operation, options: { ...open, ...secret, bucket: 'B%', host: 'not a host' } },
      ],
      inputTaskIds: [input],
      submissionId: crypto.randomUUID(),
    });
  }
  const connection = { name: 'Other', base_url: `http://${SHUT}:${PORT}/v2` };
  await send('createConnectionAction', { ...connection, api_key: marks.make('connection') });
  await send('exportFileAction', {});
  return answers;
}

test('a secret that was given is found nowhere again: no page, answer, log, file or script', async ({
  page,
}) => {
  const slipway = await startSlipway({
    ...WITH_OWNER,
    EGRESS_ALLOW: '127.0.0.0/8',
    LOG_LEVEL: 'debug',
  });
  try {
    const told: string[] = [];
    page.on('response', (response) => {
      // Redirects have no body.
      response.text().then(
        (text) => told.push(text, JSON.stringify(response.headers())),
        () => {},
      );
    });
    await signIn(page, slipway.url);
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    told.push(...(await driveApi(slipway)), ...(await driveActions(slipway, cookie)));

    await page.goto(`${slipway.url}/exports`);
    const links = page.getByRole('table').getByRole('link');
    await expect(links.first()).toBeVisible();
    const exports = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    await page.goto(`${slipway.url}/destinations`);
    await expect(page.getByText('Of export/s3').first()).toBeVisible();
    const destinations = await page
      .locator('a[href^="/destinations/"]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    expect(exports.length).toBeGreaterThan(4);
    expect(destinations.length).toBeGreaterThan(4);
    const others = ['connections', 'files', 'audit', 'api/audit', 'settings', 'team', 'developers'];
    const all = [...exports, ...destinations, ...others.map((one) => `/${one}`), '/exports/new'];
    for (const where of all) {
      const response = await page.request.get(`${slipway.url}${where}`);
      told.push(await response.text());
      if (where !== '/api/audit') await page.goto(`${slipway.url}${where}`);
    }
    expect(told.length).toBeGreaterThan(100);
    for (const text of told) expect(marks.find(text), text.slice(0, 300)).toEqual([]);
    expect(marks.find(slipway.log()), 'the log').toEqual([]);
    expect(slipway.log()).not.toContain(OWNER.password);

    await slipway.stop();
    let files = 0;
    for (const { file, bytes } of filesUnder(slipway.dataDir)) {
      files += 1;
      expect(marks.find(bytes), file).toEqual([]);
      expect(bytes.includes(OWNER.password), file).toBe(false);
    }
    expect(files).toBeGreaterThan(100);
    const bundle = path.resolve(import.meta.dirname, '../.next/static');
    for (const { file, bytes } of filesUnder(bundle)) expect(marks.find(bytes), file).toEqual([]);
  } finally {
    await slipway.remove();
  }
});

test('what looks for secrets finds them', () => {
  const mark = marks.make('control');
  expect(marks.find(`a ${mark} b`)).toEqual([mark]);
  expect(marks.find(Buffer.from(`x${mark}y`).toString('base64'))).toEqual([mark]);
  expect(marks.find(Buffer.from(`xy${mark}`).toString('base64'))).toEqual([mark]);
  expect(marks.find(Buffer.from(mark).toString('hex'))).toEqual([mark]);
});
