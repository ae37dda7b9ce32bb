import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '#lib/errors.ts';
import type { Fault } from '../../../../e2e/targets/gcs/faults.ts';
import { makeFile, type Rig, startRig } from './test-delivery.ts';

let rig: Rig;
const MIB = 1 << 20;
const SIZE = 8 * MIB + 77;

beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());
beforeEach(() => rig.gcs.clearFaults());

describe('going on', () => {
  test.each<[string, Fault, number]>([
    ['a reset', { step: 'chunk', does: 'reset', afterBytes: 5 * MIB }, 5 * MIB],
    ['a reset at the beginning', { step: 'chunk', does: 'reset' }, 0],
    ['a reset at the last block', { step: 'chunk', skip: 1, does: 'reset' }, 8 * MIB],
    ['a refusal', { step: 'chunk', does: 'answer', status: 503, afterBytes: 5 * MIB + 9 }, 5 * MIB],
    ['a lost answer', { step: 'chunk', does: 'lose' }, 8 * MIB],
  ])('after %s, from what the service keeps', async (_, fault, from) => {
    const { file, bytes } = makeFile('on', SIZE);
    rig.gcs.fault(fault);
    const { receipt, errors, told } = await rig.deliver(file, { attempts: 2 });
    expect(errors).toMatchObject([{ retry: true }]);
    expect(told[1]?.[0]).toBe(from);
    expect(receipt).toBeDefined();
    expect((await rig.read('on')).equals(bytes)).toBe(true);
  });

  test('in another process', async () => {
    const { file, bytes } = makeFile('other-process', SIZE);
    rig.gcs.fault({ step: 'chunk', does: 'reset', afterBytes: 5 * MIB });
    const { checkpoint } = await rig.deliver(file);
    const again = makeFile('other-process', bytes);
    const { receipt, told } = await rig.deliver(again.file, { checkpoint });
    expect(told[0]?.[0]).toBe(5 * MIB);
    expect(receipt).toBeDefined();
  });

  test('within an attempt, where the service keeps less than it took', async () => {
    const { file, bytes } = makeFile('less', SIZE);
    rig.gcs.fault({ step: 'chunk', does: 'keep', afterBytes: 2 * MIB });
    rig.gcs.fault({ step: 'chunk', does: 'keep', afterBytes: MIB });
    expect((await rig.deliver(file)).errors).toEqual([]);
    expect((await rig.read('less')).equals(bytes)).toBe(true);
  });

  test('not where it keeps nothing', async () => {
    rig.gcs.fault({ step: 'chunk', does: 'keep' });
    const { errors } = await rig.deliver(makeFile('nothing', SIZE).file);
    expect(errors).toMatchObject([{ code: 'TARGET_UNREACHABLE', retry: true }]);
  });

  test('anew, when the session has ended', async () => {
    const { file } = makeFile('ended', SIZE);
    rig.gcs.fault({ step: 'chunk', does: 'reset', afterBytes: 5 * MIB });
    const { checkpoint } = await rig.deliver(file);
    rig.gcs.expireSessions();
    const { receipt, told } = await rig.deliver(file, { checkpoint });
    expect(told[0]?.[0]).toBe(0);
    expect(receipt).toBeDefined();
  });

  test('anew, when the session ends in the middle', async () => {
    const { file } = makeFile('ends', SIZE);
    rig.gcs.fault({ step: 'chunk', does: 'answer', status: 410 });
    rig.gcs.fault({ step: 'status', does: 'answer', status: 404 });
    const { receipt, errors } = await rig.deliver(file, { attempts: 2 });
    expect(errors).toMatchObject([{ code: 'TARGET_UNREACHABLE', retry: true }]);
    expect(receipt).toBeDefined();
  });
});

describe('wrong bytes', () => {
  test.each([0, 1])('are never an object, and go again (request %i)', async (skip) => {
    const { file, bytes } = makeFile(`wrong-${skip}`, SIZE);
    rig.gcs.fault({ step: 'chunk', skip, does: 'corrupt', afterBytes: 9 });
    const first = await rig.deliver(file);
    expect(first.errors).toMatchObject([{ code: 'INTEGRITY_MISMATCH', retry: true }]);
    expect(first.checkpoint).toBeUndefined();
    expect((await rig.client.ask('GET', rig.client.path(file.name))).status).toBe(404);
    expect((await rig.deliver(file)).receipt).toBeDefined();
    expect((await rig.read(file.name)).equals(bytes)).toBe(true);
  });

  test('of a small file neither', async () => {
    const { file } = makeFile('wrong-small', 1000);
    rig.gcs.fault({ step: 'multipart', does: 'corrupt', afterBytes: 600 });
    const { errors, receipt } = await rig.deliver(file, { attempts: 2 });
    expect(errors).toMatchObject([{ code: 'INTEGRITY_MISMATCH' }]);
    expect(receipt).toBeDefined();
  });

  test('of a source that changed go nowhere', async () => {
    for (const size of [1000, SIZE]) {
      const { file, bytes } = makeFile(`source-${size}`, size);
      bytes[5] = (bytes[5] ?? 0) ^ 1;
      const { errors } = await rig.deliver(file);
      expect(errors).toMatchObject([{ code: 'SOURCE_FAILED' }]);
      expect((await rig.client.ask('GET', rig.client.path(file.name))).status).toBe(404);
    }
  });
});

describe('giving up', () => {
  test('cancels the session, once and again', async () => {
    const { file } = makeFile('given-up', SIZE);
    rig.gcs.fault({ step: 'chunk', does: 'reset', afterBytes: 5 * MIB });
    const before = rig.gcs.openSessions();
    const { checkpoint } = await rig.deliver(file);
    expect(rig.gcs.openSessions()).toBe(before + 1);
    const session = await rig.open();
    const { signal } = new AbortController();
    await session.discard(file, checkpoint, signal);
    await session.discard(file, checkpoint, signal);
    await session.discard(file, { sent: { crc32c: 'x', since: 'y' } }, signal);
    expect(rig.gcs.openSessions()).toBe(before);
  });

  test.each(['token', 'start', 'chunk', 'multipart'] as const)(
    'at once, while %s hangs',
    async (step) => {
      const controller = new AbortController();
      rig.gcs.fault({ step, does: 'stall' });
      const { file } = makeFile('hangs', step === 'multipart' ? 10 : SIZE);
      const began = performance.now();
      setTimeout(() => controller.abort(new Error('enough')), 100);
      const { errors } = await rig.deliver(file, { signal: controller.signal });
      expect(errors).toMatchObject([{ message: 'enough' }]);
      expect(performance.now() - began).toBeLessThan(1100);
    },
  );

  test('tells nobody the address of a session', async () => {
    const { file } = makeFile('secret', SIZE);
    const message = 'PUT http://x/o?uploadType=resumable&upload_id=ABC-def_123: no';
    rig.gcs.fault({ step: 'chunk', does: 'answer', status: 500, message });
    const { errors, checkpoint } = await rig.deliver(file);
    const { message: said, detail } = errors[0] as Failure;
    expect(said + detail).not.toContain('ABC-def');
    const address = new URL(String((checkpoint as { session: string }).session));
    expect(said + detail).not.toContain(address.searchParams.get('upload_id'));
  });
});
