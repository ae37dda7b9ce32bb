import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDb } from '#lib/db/open-test-db.ts';
import type { ProbeReport } from '#lib/engine/probe/report.ts';
import { Failure } from '#lib/errors.ts';
import type { ExportContext } from '#lib/exports/context.ts';
import { createExports } from '#lib/exports/create-exports.ts';
import type { CreateExportsInput } from '#lib/exports/deliveries-input.ts';
import { getExport } from '#lib/exports/get-export.ts';
import { prepareExport } from '#lib/exports/prepare-export.ts';
import { refreshExport } from '#lib/exports/refresh-exports.ts';
import { rerunExport } from '#lib/exports/rerun-export.ts';
import { createTestClient } from '#lib/exports/test-client.ts';
import type { Role } from '#lib/teams/permissions.ts';
import type { DestinationContext } from './context.ts';
import { createDestination } from './create-destination.ts';
import { deleteDestination } from './delete-destination.ts';
import { exportFile } from './export-file.ts';
import { getDestination } from './get-destination.ts';
import { importFile } from './import-file.ts';
import { listDestinations } from './list-destinations.ts';
import { clock, createDestinationTeam, S3_SECRET, s3Input, sftpInput } from './test-context.ts';
import { testDestination } from './test-destination.ts';
import { trustHostKey } from './trust-host-key.ts';
import { updateDestination } from './update-destination.ts';

let db: Awaited<ReturnType<typeof openTestDb>>;
let person: Awaited<ReturnType<typeof createDestinationTeam>>['person'];
let owner: DestinationContext;
let operator: DestinationContext;
let connection: ReturnType<typeof createTestClient>;
/** What the connection was asked to do, secrets and all. */
let sent: { operation: string; body: Record<string, unknown> }[];

beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.close());
beforeEach(async () => {
  ({ person } = await createDestinationTeam(db.prisma));
  owner = await person('owner', 'Grace');
  operator = await person('operator');
  connection = createTestClient();
  sent = [];
});

function exporting({ actor, prisma, master }: DestinationContext): ExportContext {
  const { client } = connection;
  return {
    prisma,
    clock,
    master,
    actor,
    client: {
      ...client,
      async createTask(operation, body) {
        sent.push({ operation, body });
        return client.createTask(operation, body);
      },
    },
  };
}

const submit = (
  deliveries: CreateExportsInput['deliveries'],
  more: Partial<CreateExportsInput> = {},
  context = operator,
) =>
  createExports(exporting(context), {
    deliveries,
    inputTaskIds: [connection.addInput('a.txt')],
    submissionId: randomUUID(),
    ...more,
  });
const row = (id: string) => db.prisma.export.findUniqueOrThrow({ where: { id } });
const save = async (input = s3Input()) => (await createDestination(owner, input)).id;

describe('an export with a destination', () => {
  test('has its secrets, which the export does not keep, and its name, which outlives it', async () => {
    const destinationId = await save();
    const { made } = await submit([{ destinationId, options: {} }]);
    expect(sent[0]?.body).toMatchObject({ bucket: 'harbour', secret_access_key: S3_SECRET });
    const id = made[0]?.id ?? '';
    const stored = await row(id);
    expect(stored).toMatchObject({ destinationId, destinationName: 'Harbour bucket' });
    expect(JSON.stringify(stored.options)).not.toContain('marked');
    expect((await getDestination(owner, destinationId)).usedBy).toEqual({ exports: 1, running: 1 });
    expect((await getDestination(owner, destinationId)).lastUsedAt).toBe(clock.now().toISOString());
    await deleteDestination(owner, destinationId);
    const detail = await getExport(exporting(operator), id);
    expect(detail.destination).toEqual({ id: destinationId, name: 'Harbour bucket' });
  });

  test('run again takes the secrets of now, and what was filled in then', async () => {
    const destinationId = await save(
      s3Input({ openFields: ['key_prefix', 'acl'], prefix: '{yyyy}/' }),
    );
    const given = { key_prefix: 'mine/', acl: 'private' };
    const { made } = await submit([{ destinationId, options: given }]);
    const id = made[0]?.id ?? '';
    await updateDestination(owner, {
      ...s3Input({ openFields: ['key_prefix', 'acl'], prefix: '{yyyy}/' }),
      secrets: { secret_access_key: { replace: 'marked-rotated' } },
      id: destinationId,
      version: 1,
    });
    const again = await rerunExport(exporting(operator), { id });
    expect(sent[1]?.body).toMatchObject({
      secret_access_key: 'marked-rotated',
      key_prefix: '2026/mine/',
      acl: 'private',
    });
    expect(await row(again.id ?? '')).toMatchObject({ destinationId });
    const { start } = await prepareExport(exporting(operator), { fileIds: [], fromId: id });
    expect(start?.destination).toEqual({ id: destinationId, options: given });
    // What has left the vault is with the task alone.
    await deleteDestination(owner, destinationId);
    await expect(rerunExport(exporting(operator), { id })).rejects.toMatchObject({ code: 'GONE' });
  });

  test('is none for whoever may not use it', async () => {
    const destinationId = await save(s3Input({ allowedRoles: ['admin'] }));
    const stranger = await (await createDestinationTeam(db.prisma)).person('owner');
    const others = [operator, await person('viewer'), stranger, owner];
    for (const other of others) {
      const submission = submit([{ destinationId, options: {} }], {}, other);
      await expect(submission).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
    expect(sent).toEqual([]);
    await submit([{ destinationId, options: {} }], {}, await person('admin' satisfies Role));
    expect(sent).toHaveLength(1);
  });
});

describe('the fence', () => {
  const fenced = s3Input({
    openFields: ['key', 'key_prefix'],
    options: { ...s3Input().options, key_prefix: 'in/' },
    fencePrefix: 'in/',
    fenceBytes: 10,
  });

  test.each([
    ['another prefix', { key_prefix: 'out/' }, 'key_prefix'],
    ['no prefix', { key_prefix: null }, 'key_prefix'],
    ['an exact name', { key: 'out/a.txt' }, 'key'],
    ['a way out', { key_prefix: 'in/../out/' }, 'key_prefix'],
    ['a way out of another kind', { key: 'in\\..\\a.txt' }, 'key'],
    ['nearly the same', { key_prefix: 'IN/' }, 'key_prefix'],
  ])('is not left by %s', async (_what, options, field) => {
    const destinationId = await save(fenced);
    await expect(submit([{ destinationId, options }])).rejects.toMatchObject({
      code: 'INVALID_DATA',
      fields: { [`deliveries.0.${field}`]: [expect.stringContaining('in/')] },
    });
    expect(sent).toEqual([]);
  });

  test('is not left by a file’s own name', async () => {
    const destinationId = await save(fenced);
    const inputTaskIds = [connection.addInput('../../etc/passwd')];
    const attempt = submit([{ destinationId, options: {} }], { inputTaskIds });
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_DATA' });
  });

  test('lets in what is within it', async () => {
    const destinationId = await save(fenced);
    await submit([{ destinationId, options: {} }]);
    await submit([{ destinationId, options: { key: 'in/b-%d.txt' } }]);
    await submit([{ destinationId, options: { key_prefix: 'in/deeper/' } }]);
    expect(sent).toHaveLength(3);
  });

  test('does not believe what a file is called that is still on its way', async () => {
    const destinationId = await save({ ...fenced, fencePrefix: 'in/rep-', fenceBytes: null });
    const late = (await connection.client.createTask('import/upload', {})).id;
    const named = { inputTaskIds: [late], names: { [late]: 'rep-a.txt' } };
    await expect(submit([{ destinationId, options: {} }], named)).rejects.toMatchObject({
      fields: { input: [expect.stringContaining('Wait until')] },
    });
    await submit([{ destinationId, options: { key_prefix: 'in/rep-' } }], named);
    const arrived = [connection.addInput('rep-a.txt')];
    await submit([{ destinationId, options: {} }], { inputTaskIds: arrived });
    expect(sent).toHaveLength(2);
  });

  test('keeps out files that are too large, and those of which nobody knows', async () => {
    const destinationId = await save({ ...fenced, fenceBytes: 3 });
    await expect(submit([{ destinationId, options: {} }])).rejects.toMatchObject({
      fields: { input: [expect.stringContaining('a.txt')] },
    });
    const late = (await connection.client.createTask('import/upload', {})).id;
    const attempt = submit([{ destinationId, options: {} }], { inputTaskIds: [late] });
    await expect(attempt).rejects.toMatchObject({
      fields: { input: [expect.stringContaining('wait until')] },
    });
  });
});

describe('several places at once', () => {
  test('become an export each, told apart and told together, once', async () => {
    const first = await save();
    const second = await save(sftpInput());
    const input: CreateExportsInput = {
      deliveries: [
        { destinationId: first, options: {} },
        { destinationId: second, options: {} },
        { operation: 'export/url', options: {} },
      ],
      inputTaskIds: [connection.addInput('a.txt')],
      submissionId: randomUUID(),
    };
    const once = await createExports(exporting(operator), input);
    const twice = await createExports(exporting(operator), input);
    expect(twice).toEqual(once);
    expect(sent.map(({ operation }) => operation)).toEqual([
      'export/s3',
      'export/sftp',
      'export/url',
    ]);
    const detail = await getExport(exporting(operator), once.made[0]?.id ?? '');
    expect(detail.siblings.map(({ name, operation }) => [name, operation])).toEqual(
      expect.arrayContaining([
        ['Reports server', 'export/sftp'],
        [null, 'export/url'],
      ]),
    );
    expect(detail.siblings).toHaveLength(2);
  });

  test('are all checked before any is made, each fault at its place', async () => {
    const destinationId = await save(s3Input({ openFields: ['content_type'] }));
    const attempt = submit([
      { destinationId, options: {} },
      { destinationId, options: { content_type: 'nonsense' } },
      { operation: 'export/s3', options: {} },
    ]);
    await expect(attempt).rejects.toMatchObject({
      code: 'INVALID_DATA',
      fields: {
        'deliveries.1.content_type': [expect.any(String)],
        'deliveries.2.bucket': [expect.any(String)],
      },
    });
    expect(sent).toEqual([]);
  });

  test('of which the connection refuses one: the others are made, and it is said which', async () => {
    const destinationId = await save();
    const context = exporting(operator);
    const refusing: ExportContext = {
      ...context,
      client: {
        ...context.client,
        async createTask(operation, body) {
          if (operation === 'export/sftp') throw new Failure('RATE_LIMITED');
          return context.client.createTask(operation, body);
        },
      },
    };
    const answer = await createExports(refusing, {
      deliveries: [
        { destinationId, options: {} },
        { destinationId: await save(sftpInput()), options: {} },
      ],
      inputTaskIds: [connection.addInput('a.txt')],
      submissionId: randomUUID(),
    });
    expect(answer.made.map(({ index }) => index)).toEqual([0]);
    expect(answer.refused).toMatchObject([{ index: 1, code: 'RATE_LIMITED' }]);
  });
});

describe('host keys', () => {
  const FINGERPRINT = `SHA256:${'Ab3+/'.repeat(8)}Abc`;

  test('one that stops a delivery waits at the destination for somebody to trust it', async () => {
    const destinationId = await save(sftpInput());
    const { made } = await submit([{ destinationId, options: {} }]);
    const { taskId } = await row(made[0]?.id ?? '');
    connection.change(taskId, {
      status: 'error',
      code: 'HOST_KEY_MISMATCH',
      message: 'Another host key.',
      details: `Expected: SHA256:x\nhost key: ssh-ed25519 ${FINGERPRINT}`,
    });
    const { client } = connection;
    await refreshExport({ prisma: db.prisma, clock, clientOf: () => client }, taskId);
    const { offeredHostKey } = await getDestination(owner, destinationId);
    expect(offeredHostKey).toMatchObject({ type: 'ssh-ed25519', fingerprint: FINGERPRINT });

    const trust = (who: DestinationContext, fingerprint = FINGERPRINT) =>
      trustHostKey(who, { id: destinationId, fingerprint });
    await expect(trust(operator)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(trust(owner, `SHA256:${'B'.repeat(43)}`)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await trust(owner);
    const after = await getDestination(owner, destinationId);
    expect(after.offeredHostKey).toBeNull();
    expect(after.options.host_key_fingerprint).toBe(FINGERPRINT);
    await submit([{ destinationId, options: {} }]);
    expect(sent[1]?.body).toMatchObject({
      host_key_fingerprint: FINGERPRINT,
      password: 'marked-sftp-password',
    });
    const audited = await db.prisma.auditEntry.findFirst({
      where: { subject: destinationId, action: 'destination.trust-host-key' },
    });
    expect(audited).toMatchObject({ detail: { fingerprint: FINGERPRINT } });
  });
});

describe('a test', () => {
  const passed: ProbeReport = { passed: true, steps: [] };
  const form = { ...sftpInput(), secrets: { password: { keep: true } as const } };

  test('tries stored secrets where they belong, and keeps the report of what is saved', async () => {
    const id = await save(sftpInput({ prefix: '{yyyy}/' }));
    const tried: Record<string, unknown>[] = [];
    const probe = async (_operation: string, options: Record<string, unknown>) => {
      tried.push(options);
      return passed;
    };
    const first = await testDestination(owner, { ...form, prefix: '{yyyy}/', id }, probe);
    expect(first.kept).toBe(true);
    expect(tried[0]).toMatchObject({ password: 'marked-sftp-password', path: '2026/in' });
    expect(await getDestination(owner, id)).toMatchObject({ test: 'passed', report: passed });

    const replaced = { password: { replace: 'typed' } };
    const second = await testDestination(owner, { ...form, id, secrets: replaced }, probe);
    expect(second.kept).toBe(false);
    expect(tried[1]?.password).toBe('typed');
    await updateDestination(owner, { ...form, secrets: replaced, id, version: 1 });
    expect((await getDestination(owner, id)).test).toBeNull();
  });

  test('does not take stored secrets elsewhere, nor for somebody who may not edit', async () => {
    const id = await save(sftpInput());
    const probe = async () => passed;
    const options = { ...form.options, host: 'evil.example.com' };
    await expect(testDestination(owner, { ...form, options, id }, probe)).rejects.toMatchObject({
      fields: { password: [expect.any(String)] },
    });
    await expect(testDestination(operator, { ...form, id }, probe)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(testDestination(operator, form, probe)).rejects.toMatchObject({
      fields: { password: [expect.any(String)] },
    });
  });

  test('is done ten times a minute at most', async () => {
    const input = sftpInput();
    const attempt = () => testDestination(operator, input, async () => passed);
    for (let i = 0; i < 10; i++) await attempt();
    await expect(attempt()).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });
});

describe('a file', () => {
  test('without secrets leaves them open, and says what it could not take', async () => {
    await save(s3Input({ notes: 'To be moved' }));
    const file = await exportFile(owner, {});
    expect(JSON.stringify(file)).not.toContain('marked');
    const other = await (await createDestinationTeam(db.prisma)).person('admin');
    const broken = {
      ...file,
      destinations: [...('destinations' in file ? file.destinations : []), { name: 'Odd' }],
    };
    const result = await importFile(other, { file: JSON.stringify(broken) });
    expect(result).toMatchObject({ made: 1, withoutSecrets: 1, refused: [{ name: 'Odd' }] });
    const [made] = (await listDestinations(other)).rows;
    const detail = await getDestination(other, made?.id ?? '');
    expect(detail).toMatchObject({ notes: 'To be moved', openFields: ['secret_access_key'] });
  });

  test('with secrets is for owners, and opens with its passphrase only', async () => {
    await save();
    const passphrase = 'four words and more';
    const admin = await person('admin');
    await expect(exportFile(admin, { passphrase })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const file = JSON.stringify(await exportFile(owner, { passphrase }));
    expect(file).not.toMatch(/marked|harbour/);
    const other = await (await createDestinationTeam(db.prisma)).person('owner');
    for (const wrong of [undefined, 'another passphrase'])
      await expect(importFile(other, { file, passphrase: wrong })).rejects.toMatchObject({
        fields: { passphrase: [expect.any(String)] },
      });
    expect(await importFile(other, { file, passphrase })).toMatchObject({ made: 1, refused: [] });
    const [made] = (await listDestinations(other)).rows;
    await submit([{ destinationId: made?.id ?? '', options: {} }], {}, other);
    expect(sent[0]?.body).toMatchObject({ secret_access_key: S3_SECRET });
    await expect(importFile(other, { file: '{' })).rejects.toMatchObject({
      fields: { file: [expect.any(String)] },
    });
  });
});
