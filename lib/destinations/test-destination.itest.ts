import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDb } from '#lib/db/open-test-db.ts';
import type { ProbeReport } from '#lib/engine/probe/report.ts';
import type { CreateExportsInput } from '#lib/exports/deliveries-input.ts';
import { refreshExport } from '#lib/exports/refresh-exports.ts';
import type { DestinationContext } from './context.ts';
import { createDestination } from './create-destination.ts';
import { getDestination } from './get-destination.ts';
import { clock, createDestinationTeam, s3Input, sftpInput } from './test-context.ts';
import { testDestination } from './test-destination.ts';
import { createTestExports } from './test-exports.ts';
import { trustHostKey } from './trust-host-key.ts';
import { updateDestination } from './update-destination.ts';

let db: Awaited<ReturnType<typeof openTestDb>>;
let person: Awaited<ReturnType<typeof createDestinationTeam>>['person'];
let owner: DestinationContext;
let operator: DestinationContext;
let exports: ReturnType<typeof createTestExports>;

beforeAll(async () => {
  db = await openTestDb();
});
afterAll(() => db.close());
beforeEach(async () => {
  ({ person } = await createDestinationTeam(db.prisma));
  owner = await person('owner', 'Grace');
  operator = await person('operator');
  exports = createTestExports();
});

const submit = (
  deliveries: CreateExportsInput['deliveries'],
  more: Partial<CreateExportsInput> = {},
  context = operator,
) => exports.submitAs(context, deliveries, more);
const row = (id: string) => db.prisma.export.findUniqueOrThrow({ where: { id } });
const save = async (input = s3Input()) => (await createDestination(owner, input)).id;

describe('host keys', () => {
  const FINGERPRINT = `SHA256:${'Ab3+/'.repeat(8)}Abc`;

  test('one that stops a delivery waits at the destination for somebody to trust it', async () => {
    const destinationId = await save(sftpInput());
    const { made } = await submit([{ destinationId, options: {} }]);
    const { taskId } = await row(made[0]?.id ?? '');
    exports.connection.change(taskId, {
      status: 'error',
      code: 'HOST_KEY_MISMATCH',
      message: 'Another host key.',
      details: `Expected: SHA256:x\nhost key: ssh-ed25519 ${FINGERPRINT}`,
    });
    const { client } = exports.connection;
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
    expect(exports.sent[1]?.body).toMatchObject({
      host_key_fingerprint: FINGERPRINT,
      password: 'marked-sftp-password',
    });
    const audited = await db.prisma.auditEntry.findFirst({
      where: { subject: destinationId, action: 'destination.trust-host-key' },
    });
    expect(audited).toMatchObject({ detail: { fingerprint: FINGERPRINT } });
  });
});

describe('a test and the host key', () => {
  const key = (letter: string) => ({
    type: 'ssh-ed25519',
    fingerprint: `SHA256:${letter.repeat(43)}`,
  });
  const shows = (letter: string): ProbeReport => ({
    passed: true,
    steps: [],
    hostKey: key(letter),
  });
  const stoppedBy = (letter: string): ProbeReport => ({
    passed: false,
    steps: [{ id: 'host-key', title: 'Key', state: 'failed', code: 'HOST_KEY_MISMATCH', took: 1 }],
    hostKey: key(letter),
  });
  const trust = (id: string, letter: string) =>
    trustHostKey(owner, { id, fingerprint: key(letter).fingerprint });

  async function run(id: string, report: ProbeReport) {
    const { options } = await getDestination(owner, id);
    const secrets = { password: { keep: true } as const };
    const input = { ...sftpInput({ options }), secrets, id };
    expect((await testDestination(owner, input, async () => report)).kept).toBe(true);
    return getDestination(owner, id);
  }

  test('a test that another key stopped waits for somebody, and the last key counts', async () => {
    const id = await save(sftpInput());
    await run(id, shows('A'));
    await trust(id, 'A');
    expect(await getDestination(owner, id)).toMatchObject({ test: 'passed', offeredHostKey: null });

    expect((await run(id, stoppedBy('I'))).offeredHostKey).toMatchObject(key('I'));
    expect((await run(id, stoppedBy('Q'))).offeredHostKey).toMatchObject(key('Q'));
    await expect(trust(id, 'I')).rejects.toMatchObject({ code: 'CONFLICT' });
    await trust(id, 'Q');
    // What was stopped is no longer what would happen.
    expect(await getDestination(owner, id)).toMatchObject({ test: null, offeredHostKey: null });
  });

  test('a server that shows the trusted key again leaves nothing to decide', async () => {
    const id = await save(sftpInput());
    await run(id, shows('A'));
    await trust(id, 'A');
    await run(id, stoppedBy('I'));
    expect(await run(id, shows('A'))).toMatchObject({ test: 'passed', offeredHostKey: null });
  });

  test('a test that passed with the key before is none of the new key', async () => {
    const id = await save(sftpInput());
    await run(id, shows('A'));
    await trust(id, 'A');
    const offeredHostKey = { ...key('I'), seenAt: clock.now().toISOString() };
    await db.prisma.destination.update({ where: { id }, data: { offeredHostKey } });
    await trust(id, 'I');
    expect((await getDestination(owner, id)).test).toBeNull();
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
