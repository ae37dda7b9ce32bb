import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findActions, findRoutes, forge } from './attack/forge.ts';
import { SILENT, type Things, WITHOUT_IDS, withIdsOf } from './attack/inputs.ts';
import { test as base, expect, type Slipway, signIn, startSlipway } from './slipway.ts';

/** In front of the sign-in, or for whoever it may be: each with its own proof of who may. */
const PUBLIC_ACTIONS = [
  'setUp',
  'signInWithPassword',
  'giveCode',
  'joinAsNewAction',
  'signOut',
  'signOutAndReturn',
];
const PUBLIC_ROUTES = ['/api/auth/00000000-0000-4000-8000-000000000000'];

const ROLES = ['owner', 'admin', 'operator', 'viewer'] as const;
type Role = (typeof ROLES)[number];
type Person = { id: string; email: string; password: string };
type Team = {
  id: string;
  people: Record<Role, Person>;
  things: Omit<Things, 'team' | 'person'>;
};
type Scene = {
  slipway: Slipway;
  ours: Team;
  theirs: Team;
  /** The cookie of each of our people, and of the owner of the others. */
  cookies: Record<Role | 'stranger', string>;
  may: Record<string, readonly string[]>;
};

const test = base.extend<object, { scene: Scene }>({
  scene: [
    async ({ browser }, use) => {
      const dataDir = await mkdtemp(path.join(tmpdir(), 'slipway-attack-'));
      const { stdout } = await promisify(execFile)(process.execPath, [
        '--disable-warning=ExperimentalWarning',
        path.join(import.meta.dirname, 'attack/seed.ts'),
        dataDir,
      ]);
      const seeded = JSON.parse(stdout) as Pick<Scene, 'ours' | 'theirs' | 'may'>;
      const slipway = await startSlipway({}, dataDir);
      const cookieOf = async (person: Person) => {
        const context = await browser.newContext();
        await signIn(await context.newPage(), slipway.url, person);
        const cookies = await context.cookies();
        await context.close();
        return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
      };
      const cookies = {} as Scene['cookies'];
      for (const role of ROLES) cookies[role] = await cookieOf(seeded.ours.people[role]);
      cookies.stranger = await cookieOf(seeded.theirs.people.owner);
      await use({ slipway, cookies, ...seeded });
      await slipway.remove();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

test('every action asks who sends it, and whether their role may', async ({ scene }) => {
  const { slipway, cookies, may } = scene;
  const actions = findActions().filter(({ name }) => !PUBLIC_ACTIONS.includes(name));
  expect(actions.length).toBeGreaterThan(40);
  for (const action of actions) {
    const { permission = '', name } = action;
    expect(may[permission], `${name} names a permission`).toBeDefined();
    for (const cookie of ['', 'slipway.session=made-up']) {
      expect(await forge(slipway.url, action, cookie), name).toMatchObject({
        ok: false,
        code: 'UNAUTHENTICATED',
      });
    }
    for (const role of ROLES.filter((one) => !may[permission]?.includes(one))) {
      expect(await forge(slipway.url, action, cookies[role]), `${name} as ${role}`).toMatchObject({
        ok: false,
        code: 'FORBIDDEN',
      });
    }
  }
});

test('every route asks who reads it, and whether their role may', async ({ scene }) => {
  const { slipway, cookies, may } = scene;
  const routes = findRoutes().filter(({ name }) => !PUBLIC_ROUTES.includes(name));
  expect(routes.length).toBeGreaterThan(5);
  for (const { name, permission = '' } of routes) {
    expect(may[permission], `${name} names a permission`).toBeDefined();
    const read = async (cookie: string) =>
      (await fetch(`${slipway.url}${name}`, { headers: { cookie }, redirect: 'manual' })).status;
    expect(await read(''), name).toBe(401);
    expect(await read('slipway.session=made-up'), name).toBe(401);
    for (const role of ROLES) {
      const status = await read(cookies[role]);
      if (may[permission]?.includes(role)) expect(status, `${name} as ${role}`).not.toBe(403);
      else expect(status, `${name} as ${role}`).toBe(403);
      expect(status, `${name} as ${role}`).toBeLessThan(500);
    }
  }
});

const thingsOf = ({ id, people, things }: Team): Things => ({
  ...things,
  team: id,
  person: people.operator.id,
});

test('an id of another team leads nowhere, whatever is done with it', async ({ scene }) => {
  const { slipway, cookies, ours } = scene;
  const inputs = withIdsOf(thingsOf(ours));
  const actions = findActions().filter(({ name }) => !PUBLIC_ACTIONS.includes(name));
  const known = [...Object.keys(inputs), ...SILENT, ...WITHOUT_IDS];
  expect(actions.map(({ name }) => name).sort()).toEqual(known.sort());
  for (const action of actions) {
    const input = inputs[action.name];
    if (!input) continue;
    const answer = await forge(slipway.url, action, cookies.stranger, input);
    // There the files are looked at first.
    const code = action.name === 'createExportsAction' ? 'INVALID_DATA' : 'NOT_FOUND';
    expect(answer, action.name).toMatchObject({ ok: false, code });
  }
  const pages = {
    exports: ours.things.export,
    destinations: ours.things.destination,
    'developers/webhooks': ours.things.webhook,
  };
  for (const [place, id] of Object.entries(pages)) {
    const headers = { cookie: cookies.stranger };
    const { status } = await fetch(`${slipway.url}/${place}/${id}`, { headers });
    expect(status, place).toBe(404);
    const own = await fetch(`${slipway.url}/${place}/${id}`, {
      headers: { cookie: cookies.owner },
    });
    expect(own.status, place).toBe(200);
  }
});

test('nobody below a leader changes what the team shares', async ({ scene }) => {
  const { slipway, cookies, ours } = scene;
  const inputs = withIdsOf(thingsOf(ours));
  const send = async (name: string, cookie: string) => {
    const action = findActions().find((one) => one.name === name);
    if (!action) throw new Error(`There is no action ${name}.`);
    return forge(slipway.url, action, cookie, inputs[name]);
  };
  for (const name of [
    'updateDestinationAction',
    'testDestinationAction',
    'cloneDestinationAction',
    'deleteDestinationAction',
    'trustHostKeyAction',
  ])
    expect(await send(name, cookies.viewer), name).toMatchObject({ code: 'FORBIDDEN' });
  for (const name of ['updateDestinationAction', 'deleteDestinationAction', 'trustHostKeyAction'])
    expect(await send(name, cookies.operator), name).toMatchObject({ code: 'FORBIDDEN' });
});

test('a stored secret is not sent to another host, whoever asks', async ({ scene }) => {
  const { slipway, cookies, ours } = scene;
  const inputs = withIdsOf(thingsOf(ours));
  for (const name of ['updateDestinationAction', 'testDestinationAction']) {
    const action = findActions().find((one) => one.name === name);
    const answer = action && (await forge(slipway.url, action, cookies.owner, inputs[name]));
    expect(answer, name).toMatchObject({ ok: false, code: 'INVALID_DATA' });
    expect(JSON.stringify(answer), name).toContain('password');
  }
});

test('an action from another site is refused, whoever is signed in', async ({ scene }) => {
  const { slipway, cookies } = scene;
  const [action] = findActions().filter(({ name }) => name === 'deleteExportAction');
  expect(action).toBeDefined();
  const response = await fetch(`${slipway.url}${action?.page}`, {
    method: 'POST',
    headers: {
      cookie: cookies.owner,
      origin: 'https://elsewhere.example',
      'next-action': action?.id ?? '',
      'content-type': 'text/plain;charset=UTF-8',
    },
    body: '[{"id":"00000000-0000-4000-8000-000000000000"}]',
  });
  expect(response.status).toBe(500);
});
