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
import { clock, createDestinationTeam, SFTP_PASSWORD, s3Input, sftpInput } from './test-context.ts';
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
