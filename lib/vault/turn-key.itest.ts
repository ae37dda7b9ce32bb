import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { OpenDb } from '#lib/db/open.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { checkMasterKey } from './check-master-key.ts';
import { loadMasterKey, newKey, readKeys, writeKeys } from './key-file.ts';
import { loadRoot } from './load-root.ts';
import { type MasterKey, toMasterKey } from './master-key.ts';
import { seal, unseal } from './seal.ts';
import { SEALED_COLUMNS } from './sealed-columns.ts';
import { tendVault } from './tend-vault.ts';
import { turnKey } from './turn-key.ts';

let open: OpenDb;
let dir: string;
beforeAll(async () => {
  open = await openTestDb();
});
afterAll(() => open.close());
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'slipway-vault-'));
  await open.prisma.team.deleteMany();
  await open.prisma.user.deleteMany();
  await open.prisma.setting.deleteMany();
  await open.prisma.idempotencyKey.deleteMany();
});
afterEach(() => rm(dir, { recursive: true }));

const at = new Date('2026-03-01T12:00:00Z');
const bytes = (sealed: Buffer) => new Uint8Array(sealed);

/** One row of each table that holds something sealed, and some more tasks. */
async function fill(master: MasterKey, tasks = 1): Promise<string> {
  const { prisma } = open;
  const { id: teamId } = await prisma.team.create({ data: { name: 'Team' } });
  const ids = { teamId, createdAt: at };
  const sealed = (record: string, field: string, team = teamId) =>
    bytes(seal(master, `${field} of ${record}`, { team, record, field }));
  const taskIds = Array.from({ length: tasks }, () => randomUUID());
  await prisma.task.createMany({
    data: taskIds.map((id) => ({
      ...ids,
      id,
      operation: 'export/s3',
      status: 'waiting',
      options: {},
      secrets: sealed(id, 'secrets'),
      updatedAt: at,
    })),
  });
  const taskId = taskIds[0] ?? '';
  const file = { filename: 'a', name: 'a', size: 1n, status: 'sending' };
  await prisma.delivery.createMany({
    data: [0, 1].map((position) => ({
      ...file,
      taskId,
      position,
      checkpoint: sealed(taskId, `checkpoint.${position}`),
    })),
  });
  const connection = randomUUID();
  const destination = randomUUID();
  const webhook = randomUUID();
  const base = randomUUID();
  const user = randomUUID();
  await prisma.connection.create({
    data: {
      ...ids,
      id: connection,
      name: 'c',
      baseUrl: 'https://x.example/v2',
      keyHint: 'abcd',
      updatedAt: at,
      apiKey: sealed(connection, 'api_key'),
    },
  });
  await prisma.destination.create({
    data: {
      ...ids,
      id: destination,
      name: 'd',
      operation: 'export/s3',
      options: {},
      searchText: '',
      updatedAt: at,
      secrets: {
        create: {
          field: 'secret_access_key',
          sealed: sealed(destination, 'secret_access_key'),
          updatedAt: at,
          updatedBy: 'Ada',
        },
      },
    },
  });
  await prisma.webhook.create({
    data: {
      ...ids,
      id: webhook,
      url: 'https://x.example',
      secret: sealed(webhook, 'signing_secret'),
    },
  });
  await prisma.signedUrlBase.create({
    data: { ...ids, id: base, name: 's', secret: sealed(base, 'signing_secret') },
  });
  await prisma.idempotencyKey.create({
    data: { ...ids, key: 'sent twice', request: '', body: sealed('sent twice', 'answer') },
  });
  await prisma.user.create({
    data: {
      id: user,
      email: 'ada@example.com',
      name: 'Ada',
      totpSecret: sealed(user, 'totp', 'user'),
    },
  });
  return teamId;
}

/** What every sealed value says, opened with `master` alone. */
async function openAll(master: MasterKey): Promise<string[]> {
  const texts: string[] = [];
  for (const { table, column, key, team, belongs } of SEALED_COLUMNS) {
    const names = key.map(([name]) => `t."${name}"`).join(', ');
    const rows = await open.prisma.$queryRawUnsafe<Record<string, string>[]>(
      `SELECT ${names}, (${team})::text AS "team", encode(t."${column}", 'hex') AS "hex"
       FROM "${table}" t WHERE t."${column}" IS NOT NULL`,
    );
    expect(rows.length, `${table}.${column}`).toBeGreaterThan(0);
    for (const row of rows)
      texts.push(unseal(master, Buffer.from(row.hex ?? '', 'hex'), belongs(row, row.team ?? '')));
  }
  return texts.sort();
}

test('every column that can hold bytes is known to hold sealed ones', async () => {
  const inDatabase = await open.prisma.$queryRaw<{ name: string }[]>`
    SELECT table_name || '.' || column_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'bytea'
      AND column_name <> 'blockSums' ORDER BY 1`;
  const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
  expect(known.sort()).toEqual(inDatabase.map(({ name }) => name).sort());
});

test('a turned key opens everything, and the former one nothing', async () => {
  const [old, fresh] = [newKey(), newKey()];
  const before = toMasterKey([old]);
  await checkMasterKey(open.prisma, before);
  const root = await loadRoot(open.prisma, before);
  await fill(before, 450);
  const texts = await openAll(before);

  const turned = toMasterKey([fresh, old]);
  expect(await checkMasterKey(open.prisma, turned)).toBe(true);
  expect(await turnKey(open.prisma, turned)).toBe(texts.length + 1);

  const alone = toMasterKey([fresh]);
  expect(await checkMasterKey(open.prisma, alone)).toBe(false);
  expect(await openAll(alone)).toEqual(texts);
  expect(await loadRoot(open.prisma, alone)).toEqual(root);
  await expect(openAll(before)).rejects.toThrow(alone.id);
  await expect(checkMasterKey(open.prisma, before)).rejects.toThrow('Restore master.key');
  expect(await turnKey(open.prisma, alone)).toBe(1);
});

test('broken off, it goes on where it was; what is written meanwhile stays', async () => {
  const [old, fresh] = [newKey(), newKey()];
  const before = toMasterKey([old]);
  await checkMasterKey(open.prisma, before);
  await loadRoot(open.prisma, before);
  const teamId = await fill(before, 450);
  const turned = toMasterKey([fresh, old]);
  const stop = new AbortController();
  const broken = turnKey(open.prisma, turned, stop.signal);
  setTimeout(() => stop.abort(), 60);
  await broken.catch(() => {});
  const [task] = await open.prisma.task.findMany({ orderBy: { id: 'desc' }, take: 1 });
  const record = task?.id ?? '';
  const written = seal(turned, 'written meanwhile', { team: teamId, record, field: 'secrets' });
  await open.prisma.task.update({ where: { id: record }, data: { secrets: bytes(written) } });

  await turnKey(open.prisma, turned);
  const texts = await openAll(toMasterKey([fresh]));
  expect(texts).toHaveLength(450 + 8);
  expect(texts).toContain('written meanwhile');
});

test('a value that opens with no key is named, and the key is not given up', async () => {
  const [old, fresh] = [newKey(), newKey()];
  const before = toMasterKey([old]);
  await checkMasterKey(open.prisma, before);
  await loadRoot(open.prisma, before);
  await fill(toMasterKey([newKey()]));
  await expect(turnKey(open.prisma, toMasterKey([fresh, old]))).rejects.toThrow('Task.secrets');
  await expect(checkMasterKey(open.prisma, toMasterKey([fresh]))).rejects.toThrow(before.id);
});

test('a process notices a new key in the file, turns it, and puts the former one away', async () => {
  const master = await loadMasterKey(dir);
  await checkMasterKey(open.prisma, master);
  await loadRoot(open.prisma, master);
  await fill(master);
  const stop = tendVault({
    db: open.prisma,
    master,
    dataDir: dir,
    fromFile: true,
    log: pino({ level: 'silent' }),
  });
  const [old] = await readKeys(dir);
  const fresh = newKey();
  await writeKeys(dir, [fresh, old]);
  while ((await readKeys(dir)).length > 1) await sleep(50);
  await stop();
  expect(master.id).toBe(toMasterKey([fresh]).id);
  expect((await openAll(toMasterKey([fresh]))).length).toBeGreaterThan(6);
});
