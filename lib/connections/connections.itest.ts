import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { unseal } from '#lib/vault/seal.ts';
import { checkConnection } from './check-connection.ts';
import { createConnection } from './create-connection.ts';
import { deleteConnection } from './delete-connection.ts';
import { listConnections, noteConnections } from './list-connections.ts';
import { sealedFor } from './remotes.ts';
import { startConnections } from './test-connections.ts';
import { RECORDED, startRecorded } from './test-recorded.ts';
import { UpdateConnectionInput, updateConnection } from './update-connection.ts';

const KEY = 'key-that-nobody-may-read-0000abcd';
const OTHER_KEY = 'another-key-of-that-account-wxyz';

let rig: Awaited<ReturnType<typeof startConnections>>;
let remote: Awaited<ReturnType<typeof startRecorded>>;
let team: Awaited<ReturnType<typeof rig.createTeam>>;

beforeAll(async () => {
  rig = await startConnections();
  remote = await startRecorded();
});
beforeEach(async () => {
  remote.wellBehaved();
  team = await rig.createTeam();
});
afterEach(() => {
  expect(rig.errors).toEqual([]);
});
afterAll(async () => {
  await remote?.stop();
  await rig?.stop();
});

const add = (name = 'Acme', key = KEY) =>
  createConnection(team.context, { name, base_url: remote.baseUrl, api_key: key });
const rowOf = (id: string) => rig.prisma.connection.findUniqueOrThrow({ where: { id } });
const list = () => listConnections(rig.prisma, team.teamId);

describe('adding', () => {
  it('seals the key, shows account and state, and writes neither to the audit log', async () => {
    const { id } = await add();
    const row = await rowOf(id);
    const { master } = rig.server.engine.context;
    expect(unseal(master, row.apiKey ?? new Uint8Array(), sealedFor(team.teamId, id))).toBe(KEY);
    expect(Buffer.from(row.apiKey ?? []).includes(KEY)).toBe(false);
    const rows = await list();
    expect(rows).toMatchObject([
      {
        name: 'Acme',
        keyHint: 'abcd',
        account: 'acme, ops@acme.example',
        missingScopes: [],
        trouble: null,
        uses: 0,
      },
    ]);
    const audit = await rig.prisma.auditEntry.findMany({ where: { subject: id } });
    expect(audit.map((entry) => entry.action)).toEqual(['connection.create']);
    expect(JSON.stringify([rows, audit])).not.toContain(KEY);
  });

  it('sends the key in a header and nowhere else', async () => {
    remote.asked.length = 0;
    await add();
    expect(remote.asked.length).toBeGreaterThan(2);
    for (const { path, headers } of remote.asked) {
      expect(headers.authorization).toBe(`Bearer ${KEY}`);
      expect(headers['user-agent']).toBe('Slipway');
      expect(path).not.toContain(KEY);
    }
  });

  it('puts a wrong key at its field and keeps nothing', async () => {
    remote.when(/./, RECORDED.wrongKey);
    await expect(add()).rejects.toMatchObject({
      code: 'INVALID_DATA',
      fields: { api_key: [expect.stringContaining('refuses the API key')] },
    });
    expect(await list()).toEqual([]);
  });

  it('puts an address without an API at its field', async () => {
    for (const reply of [
      { status: 200, raw: '<h1>Welcome</h1>' },
      { status: 404, raw: 'nothing here' },
      { status: 404, body: { error: 'no such route' } },
      { status: 302, headers: { location: 'https://example.com/' } },
    ]) {
      remote.when(/./, reply);
      await expect(add()).rejects.toMatchObject({ fields: { base_url: [expect.any(String)] } });
    }
  });

  it('is refused for an address that the egress rule keeps closed', async () => {
    const creation = createConnection(team.context, {
      name: 'Metadata',
      base_url: 'http://169.254.169.254/v2',
      api_key: KEY,
    });
    await expect(creation).rejects.toMatchObject({
      fields: { base_url: [expect.stringContaining('EGRESS_ALLOW')] },
    });
  });

  it('takes one that is only down just now, and says so', async () => {
    remote.when(/./, RECORDED.maintenance);
    await add();
    expect((await list())[0]?.trouble?.message).toMatch(/maintenance.*30 minutes/);
  });

  it('finds out which scopes are missing by calls that change nothing', async () => {
    remote.when(/users\/me/, RECORDED.noScope);
    remote.when(/cancel/, RECORDED.noScope);
    remote.asked.length = 0;
    await add();
    expect((await list())[0]).toMatchObject({
      missingScopes: ['user.read', 'task.write'],
      account: null,
    });
    const writes = remote.asked.filter(({ method }) => method !== 'GET');
    expect(writes.map(({ path }) => path)).toEqual([
      expect.stringMatching(/^\/v2\/tasks\/[0-9a-f-]{36}\/cancel$/),
    ]);
  });
});

describe('changing', () => {
  const change = (id: string, more: Record<string, string>) =>
    updateConnection(
      team.context,
      UpdateConnectionInput.parse({ id, name: 'Acme', base_url: remote.baseUrl, ...more }),
    );

  it('keeps the key, or replaces it, and names the changed fields in the audit log', async () => {
    const { id } = await add();
    await change(id, { name: 'Acme live', api_key: '' });
    remote.asked.length = 0;
    await checkConnection(team.context, id);
    expect(remote.asked[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    await change(id, { name: 'Acme live', api_key: OTHER_KEY });
    await checkConnection(team.context, id);
    expect(remote.asked.at(-1)?.headers.authorization).toBe(`Bearer ${OTHER_KEY}`);
    expect((await list())[0]).toMatchObject({ name: 'Acme live', keyHint: 'wxyz' });
    const audit = await rig.prisma.auditEntry.findMany({
      where: { subject: id, action: 'connection.update' },
    });
    expect(audit.map((entry) => JSON.stringify(entry.detail)).sort()).toEqual([
      '{"fields":["api_key"]}',
      '{"fields":["name"]}',
    ]);
  });

  it('never sends the stored key to another address', async () => {
    const { id } = await add();
    const thief = await startRecorded();
    thief.wellBehaved();
    await expect(change(id, { base_url: thief.baseUrl })).rejects.toMatchObject({
      fields: { api_key: [expect.stringContaining('anew')] },
    });
    await change(id, { base_url: thief.baseUrl, api_key: OTHER_KEY });
    await checkConnection(team.context, id);
    expect(thief.asked.length).toBeGreaterThan(0);
    expect(thief.asked.some(({ headers }) => headers.authorization?.includes(KEY))).toBe(false);
    await thief.stop();
  });
});

describe('checking', () => {
  it('keeps what is wrong, and takes it back once it is mended', async () => {
    const { id } = await add();
    remote.when(/./, RECORDED.wrongKey);
    const { trouble } = await checkConnection(team.context, id);
    expect(trouble).toMatch(/refuses the API key/);
    expect((await list())[0]?.trouble?.message).toBe(trouble);
    remote.wellBehaved();
    expect(await checkConnection(team.context, id)).toEqual({ trouble: null });
    expect((await list())[0]?.trouble).toBeNull();
  });
});

describe('deleting', () => {
  it('forgets the key, keeps the row for the history, and ends what it can no longer watch', async () => {
    const { id } = await add();
    await deleteConnection(team.context, id);
    expect(await rowOf(id)).toMatchObject({ apiKey: null, name: 'Acme' });
    expect(await list()).toEqual([]);
    expect((await noteConnections(rig.prisma, team.teamId)).names).toEqual({ [id]: 'Acme' });
    await expect(rig.remotes.client(team.teamId, id, 'act').listTasks({})).rejects.toMatchObject({
      code: 'GONE',
    });
  });
});

it('is nothing that another team can see, use, change or delete', async () => {
  const { id } = await add();
  const other = await rig.createTeam();
  const input = { id, name: 'Mine', base_url: remote.baseUrl, api_key: OTHER_KEY };
  for (const attempt of [
    () => checkConnection(other.context, id),
    () => updateConnection(other.context, input),
    () => deleteConnection(other.context, id),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  }
  remote.asked.length = 0;
  await expect(rig.remotes.client(other.teamId, id, 'act').listTasks({})).rejects.toThrow();
  expect(remote.asked).toEqual([]);
  expect(await listConnections(rig.prisma, other.teamId)).toEqual([]);
  expect(await noteConnections(rig.prisma, other.teamId)).toEqual({ names: {}, troubles: [] });
});
