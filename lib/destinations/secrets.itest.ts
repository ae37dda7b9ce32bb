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
