import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDb } from '#lib/db/open-test-db.ts';
import type { Role } from '#lib/teams/permissions.ts';
import { cloneDestination } from './clone-destination.ts';
import type { DestinationContext } from './context.ts';
import { createDestination } from './create-destination.ts';
import { deleteDestination } from './delete-destination.ts';
import { getDestination } from './get-destination.ts';
import { listDestinations } from './list-destinations.ts';
import { listHistory } from './list-history.ts';
import { listUsable } from './list-usable.ts';
import {
  clock,
  createDestinationTeam,
  S3_SECRET,
  SFTP_PASSWORD,
  s3Input,
  sftpInput,
} from './test-context.ts';
import { unlockDestination } from './unlock-destination.ts';
import { updateDestination } from './update-destination.ts';

let db: Awaited<ReturnType<typeof openTestDb>>;
let people: Record<Role, DestinationContext>;
let person: Awaited<ReturnType<typeof createDestinationTeam>>['person'];

beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.close());
beforeEach(async () => {
  ({ person } = await createDestinationTeam(db.prisma));
  const [owner, admin, operator, viewer] = [
    await person('owner'),
    await person('admin'),
    await person('operator'),
    await person('viewer'),
  ];
  people = { owner, admin, operator, viewer };
});

const unlock = (context: DestinationContext, id: string, given = {}) =>
  unlockDestination(context, id, given, clock.now());
const KEEP = { keep: true } as const;

describe('secrets', () => {
  test('are sealed each by itself, and told to nobody', async () => {
    const { id } = await createDestination(people.owner, s3Input());
    const stored = await db.prisma.destinationSecret.findMany({ where: { destinationId: id } });
    expect(stored.map(({ field, hint }) => [field, hint])).toEqual([['secret_access_key', 'MPLE']]);
    expect(Buffer.from(stored[0]?.sealed ?? []).toString('latin1')).not.toContain(S3_SECRET);
    const row = await db.prisma.destination.findUniqueOrThrow({ where: { id } });
    const shown = [
      row,
      await getDestination(people.owner, id),
      await listDestinations(people.owner),
      await listUsable(people.operator),
      await listHistory(people.owner, id),
      await db.prisma.auditEntry.findMany({ where: { subject: id } }),
    ];
    const text = JSON.stringify(shown, (_key, value) =>
      typeof value === 'bigint' ? `${value}` : value,
    );
    expect(text).not.toContain('marked');
    expect((await unlock(people.operator, id)).options.secret_access_key).toBe(S3_SECRET);
  });

  test('do not open in another row, field or team', async () => {
    const { id } = await createDestination(people.owner, sftpInput());
    const other = await createDestination(people.owner, sftpInput({ name: 'Other' }));
    const [sealed] = await db.prisma.destinationSecret.findMany({ where: { destinationId: id } });
    await db.prisma.destinationSecret.updateMany({
      where: { destinationId: other.id },
      data: { sealed: sealed?.sealed ?? new Uint8Array() },
    });
    await expect(unlock(people.operator, other.id)).rejects.toThrow();
  });

  test('are kept, replaced and cleared one by one, and the next use has the new one', async () => {
    const { id } = await createDestination(people.owner, s3Input());
    clock.advance(1_000);
    const token = { ...s3Input().secrets, session_token: { replace: 'marked-token' } };
    await updateDestination(people.owner, {
      ...s3Input({ secrets: { ...token, secret_access_key: KEEP } }),
      id,
      version: 1,
    });
    expect((await unlock(people.operator, id)).options).toMatchObject({
      secret_access_key: S3_SECRET,
      session_token: 'marked-token',
    });
    clock.advance(1_000);
    await updateDestination(people.owner, {
      ...s3Input({ secrets: { secret_access_key: { replace: 'marked-new' } } }),
      id,
      version: 2,
    });
    const { options } = await unlock(people.operator, id);
    expect(options).toMatchObject({ secret_access_key: 'marked-new' });
    expect(options).not.toHaveProperty('session_token');
    const history = await listHistory(people.owner, id);
    expect(history.map(({ action, fields }) => [action, fields])).toEqual([
      ['update', ['Secret access key', 'Session token']],
      ['update', ['Session token']],
      ['create', ['Secret access key']],
    ]);
  });

  test('that are necessary cannot be cleared', async () => {
    const { id } = await createDestination(people.owner, s3Input());
    const update = {
      ...s3Input({ secrets: { secret_access_key: { clear: true } } }),
      id,
      version: 1,
    };
    await expect(updateDestination(people.owner, update)).rejects.toMatchObject({
      code: 'INVALID_DATA',
      fields: { secret_access_key: ['Secret access key is required.'] },
    });
  });

  test.each([
    ['host', { host: 'evil.example.com' }],
    ['port', { port: 2222 }],
    ['username', { username: 'somebody' }],
    ['host key', { host_key_fingerprint: `SHA256:${'A'.repeat(43)}` }],
  ])('are asked for anew when the %s changes', async (_what, change) => {
    const { id } = await createDestination(people.owner, sftpInput());
    const options = { ...sftpInput().options, ...change };
    const update = { ...sftpInput({ options, secrets: { password: KEEP } }), id, version: 1 };
    await expect(updateDestination(people.owner, update)).rejects.toMatchObject({
      code: 'INVALID_DATA',
      fields: { password: [expect.stringContaining('has to be given anew')] },
    });
    expect((await unlock(people.operator, id)).options).toMatchObject(sftpInput().options);
    await updateDestination(people.owner, { ...update, secrets: sftpInput().secrets });
    expect((await unlock(people.operator, id)).options).toMatchObject(options);
  });

  test('stay when the place is said in other words, or something else changes', async () => {
    const { id } = await createDestination(people.owner, sftpInput());
    const options = { ...sftpInput().options, port: 22, path: 'elsewhere' };
    await updateDestination(people.owner, {
      ...sftpInput({ options, secrets: { password: KEEP } }),
      id,
      version: 1,
    });
    expect((await unlock(people.operator, id)).options.password).toBe(SFTP_PASSWORD);
  });

  test('of a PUT: headers do not follow the URL to another host', async () => {
    const put = sftpInput({
      operation: 'export/upload',
      options: {},
      secrets: {
        url: { replace: 'https://up.example.com/a?sig=marked-1' },
        headers: { replace: { authorization: 'marked-2' } },
      },
    });
    const { id } = await createDestination(people.owner, put);
    expect((await getDestination(people.owner, id)).place).toBe('up.example.com/a');
    const next = (url: string) => ({
      ...put,
      secrets: { url: { replace: url }, headers: KEEP },
      id,
      version: 1,
    });
    await expect(
      updateDestination(people.owner, next('https://evil.example.com/a?sig=x')),
    ).rejects.toMatchObject({ fields: { headers: [expect.any(String)] } });
    await updateDestination(people.owner, next('https://up.example.com/a?sig=renewed'));
    expect((await unlock(people.operator, id)).options).toMatchObject({
      url: 'https://up.example.com/a?sig=renewed',
      headers: { authorization: 'marked-2' },
    });
  });

  test('go to one place only: it cannot be left open beside them', async () => {
    const open = sftpInput({ openFields: ['host', 'path'] });
    await expect(createDestination(people.owner, open)).rejects.toMatchObject({
      fields: { openFields: [expect.stringContaining('Host')] },
    });
    const { id } = await createDestination(people.owner, sftpInput({ openFields: ['path'] }));
    // Even when a row says that it may.
    await db.prisma.destination.update({ where: { id }, data: { openFields: ['host'] } });
    await expect(unlock(people.operator, id, { host: 'evil.example.com' })).rejects.toMatchObject({
      code: 'INVALID_DATA',
    });
  });

  test('without any, each person fills in their own, and the place may be open', async () => {
    const { id } = await createDestination(
      people.owner,
      sftpInput({ secrets: {}, openFields: ['host', 'password'] }),
    );
    await expect(unlock(people.operator, id)).rejects.toMatchObject({
      fields: { password: [expect.any(String)] },
    });
    const given = { host: 'own.example.com', password: 'own' };
    expect((await unlock(people.operator, id, given)).options).toMatchObject(given);
  });

  test('are sealed anew in a copy, and gone with the destination', async () => {
    const { id } = await createDestination(people.owner, sftpInput());
    const copy = await cloneDestination(people.owner, id);
    expect((await getDestination(people.owner, copy.id)).name).toBe('Reports server (copy)');
    await deleteDestination(people.owner, id);
    expect(await db.prisma.destinationSecret.count({ where: { destinationId: id } })).toBe(0);
    expect((await unlock(people.operator, copy.id)).options.password).toBe(SFTP_PASSWORD);
    await expect(unlock(people.operator, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(getDestination(people.owner, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const moved = { ...sftpInput().options, host: 'evil.example.com' };
    const update = sftpInput({ options: moved, secrets: { password: KEEP } });
    await expect(
      updateDestination(people.owner, { ...update, id: copy.id, version: 1 }),
    ).rejects.toMatchObject({ fields: { password: [expect.any(String)] } });
  });
});

describe('who', () => {
  test('another team finds nothing by any verb', async () => {
    const { id } = await createDestination(people.owner, sftpInput());
    const stranger = await (await createDestinationTeam(db.prisma)).person('owner');
    const attempts = [
      () => getDestination(stranger, id),
      () => unlock(stranger, id),
      () => cloneDestination(stranger, id),
      () => deleteDestination(stranger, id),
      () => listHistory(stranger, id),
      () => updateDestination(stranger, { ...sftpInput(), id, version: 1 }),
    ];
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await listDestinations(stranger)).rows).toEqual([]);
    expect((await listUsable(stranger, { ids: [id] })).destinations).toEqual([]);
  });

  test('a private one is nobody else’s, not even the owner’s', async () => {
    const { id } = await createDestination(people.operator, sftpInput({ shared: false }));
    for (const other of [people.owner, people.admin, await person('operator')]) {
      await expect(getDestination(other, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(unlock(other, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      expect((await listDestinations(other)).rows).toEqual([]);
    }
    expect((await unlock(people.operator, id)).name).toBe('Reports server');
    await deleteDestination(people.operator, id);
  });

  test('an operator uses the team’s and cannot change, copy, delete or make one', async () => {
    const { id } = await createDestination(people.admin, sftpInput());
    expect((await getDestination(people.operator, id)).mayUse).toBe(true);
    expect((await getDestination(people.operator, id)).mayEdit).toBe(false);
    const attempts = [
      () => updateDestination(people.operator, { ...sftpInput(), id, version: 1 }),
      () => cloneDestination(people.operator, id),
      () => deleteDestination(people.operator, id),
      () => createDestination(people.operator, sftpInput()),
    ];
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const own = await createDestination(people.operator, sftpInput({ shared: false }));
    await expect(
      updateDestination(people.operator, { ...sftpInput(), id: own.id, version: 1 }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN', fields: { shared: [expect.any(String)] } });
  });

  test('a viewer sees the team’s and cannot use it', async () => {
    const { id } = await createDestination(people.admin, s3Input());
    const seen = await getDestination(people.viewer, id);
    expect(seen).toMatchObject({ mayUse: false, mayEdit: false });
    expect(seen.options.access_key_id).toBe('…MPLE');
    await expect(unlock(people.viewer, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await listUsable(people.viewer)).destinations).toEqual([]);
  });

  test('roles that are left out do not see it; those who manage see it and do not use it', async () => {
    const { id } = await createDestination(people.owner, sftpInput({ allowedRoles: ['owner'] }));
    await expect(getDestination(people.operator, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(unlock(people.operator, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await getDestination(people.admin, id)).toMatchObject({ mayUse: false, mayEdit: true });
    await expect(unlock(people.admin, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await unlock(people.owner, id)).id).toBe(id);
  });
});

test('an edit of an older version is refused, whole', async () => {
  const { id } = await createDestination(people.owner, sftpInput());
  const update = sftpInput({ name: 'First', secrets: { password: KEEP } });
  expect(await updateDestination(people.owner, { ...update, id, version: 1 })).toEqual({
    version: 2,
  });
  await expect(
    updateDestination(people.admin, {
      ...update,
      name: 'Second',
      secrets: { password: { replace: 'marked-late' } },
      id,
      version: 1,
    }),
  ).rejects.toMatchObject({ code: 'CONFLICT' });
  const { name, version } = await getDestination(people.owner, id);
  expect([name, version]).toEqual(['First', 2]);
  expect((await unlock(people.operator, id)).options.password).toBe(SFTP_PASSWORD);
  // Nothing changed is nothing to write down.
  expect(await updateDestination(people.owner, { ...update, id, version: 2 })).toEqual({
    version: 2,
  });
  expect(await listHistory(people.owner, id)).toHaveLength(2);
});

test('only what is left open can be filled in, and it can be emptied', async () => {
  const input = s3Input({
    options: { ...s3Input().options, key_prefix: 'in/', acl: 'private' },
    openFields: ['acl', 'key', 'key_prefix'],
  });
  const { id } = await createDestination(people.owner, input);
  await expect(unlock(people.operator, id, { bucket: 'mine' })).rejects.toMatchObject({
    fields: { bucket: ['Bucket is fixed by the destination.'] },
  });
  await expect(unlock(people.operator, id, { invented: 'x' })).rejects.toMatchObject({
    code: 'INVALID_DATA',
  });
  const plain = (await unlock(people.operator, id)).options;
  expect(plain).toMatchObject({ acl: 'private', key_prefix: 'in/' });
  const other = (await unlock(people.operator, id, { acl: null, key: 'a.pdf' })).options;
  expect(other).toMatchObject({ key: 'a.pdf' });
  expect(other).not.toHaveProperty('acl');
  expect(other).not.toHaveProperty('key_prefix');
});

test('the prefix stands before every name, as of the day and the person', async () => {
  const prefix = 'in/{yyyy}/{mm}/{dd}/{hh}/{person}/{team}/{operation}/';
  const expanded = 'in/2026/03/01/12/ada-lovelace/harbour-co/s3/';
  const options = { ...s3Input().options, key_prefix: 'own/' };
  const { id } = await createDestination(
    people.owner,
    s3Input({ options, prefix, openFields: ['key'] }),
  );
  expect((await unlock(people.operator, id)).options.key_prefix).toBe(`${expanded}own/`);
  expect((await unlock(people.operator, id, { key: 'a-%d.pdf' })).options.key).toBe(
    `${expanded}a-%d.pdf`,
  );
  const folder = await createDestination(people.owner, sftpInput({ prefix: '{yyyy}/' }));
  expect((await unlock(people.operator, folder.id)).options.path).toBe('2026/in');
  await expect(
    createDestination(people.owner, s3Input({ prefix: '{year}/' })),
  ).rejects.toMatchObject({ fields: { prefix: [expect.stringContaining('{year}')] } });
});

test('the list goes page by page by name, and finds by name, place, operation and notes', async () => {
  for (let i = 0; i < 60; i++)
    await createDestination(
      people.owner,
      sftpInput({ name: `Server ${`${i % 30}`.padStart(2, '0')}` }),
    );
  await createDestination(people.owner, s3Input({ notes: 'Quarterly figures' }));
  const first = await listDestinations(people.owner);
  const second = await listDestinations(people.owner, { cursor: first.nextCursor ?? '' });
  expect([first.rows.length, second.rows.length, second.nextCursor]).toEqual([50, 11, null]);
  const all = [...first.rows, ...second.rows];
  expect(new Set(all.map(({ id }) => id)).size).toBe(61);
  expect(all.map(({ name }) => name)).toEqual(all.map(({ name }) => name).sort());
  const named = async (text: string) =>
    (await listDestinations(people.owner, { text })).rows.length;
  expect(await named('harbour b')).toBe(1);
  expect(await named('QUARTERLY')).toBe(1);
  expect(await named('export/s3')).toBe(1);
  expect(await named('server 07')).toBe(2);
  expect(await named('files.example.com')).toBe(50);
  expect(await named('a%_')).toBe(0);
  await expect(listDestinations(people.owner, { cursor: 'x' })).rejects.toMatchObject({
    code: 'INVALID_DATA',
  });
});
