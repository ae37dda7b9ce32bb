import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type BreakingProxy, startBreakingProxy } from '../../../../e2e/targets/breaking-proxy.ts';
import type { FailedAttempt } from '../../delivery/ledger.ts';
import type { TaskRecord } from '../../tasks/record.ts';
import {
  type Case,
  deliverAs,
  expectDelivered,
  expectFinished,
  expectNothing,
  expectStored,
  type Suite,
} from './suite.ts';
import { someBytes } from './suite-engine.ts';
import { deliverInTwoLives } from './two-lives.ts';

/** Bytes that protocols add to those of the file, at most. */
const OVERHEAD = 256 << 10;
/** Milliseconds. */
const CANCELS_WITHIN = 2_000;
const IDLE = 1_500;

/** Whatever breaks off: whole or not at all, and no more sent anew than has to be. */
export const BROKEN_CASES = {
  sourceShort: {
    title: 'a source that ends half-way leaves nothing',
    run: (suite) =>
      expectRefusedSource(suite, 'short', (bytes) => bytes.subarray(0, bytes.length >> 1)),
  },

  sourceChanged: {
    title: 'a source whose bytes have changed leaves nothing',
    run: (suite) =>
      expectRefusedSource(suite, 'changed', (bytes) => {
        const at = bytes.length >> 1;
        bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
        return bytes;
      }),
  },

  cancel: {
    title: 'a cancel in the middle ends it within 2 s and leaves nothing',
    async run(suite) {
      const { rig, engine } = suite;
      const before = await rig.leftovers();
      const name = 'broken/cancelled.bin';
      await withProxy(suite, async (proxy) => {
        const bytes = someBytes(suite.rig.largeSize);
        proxy.stallAfter(bytes.length / 2);
        const input = await engine.addFiles([{ name: 'source.bin', bytes }]);
        const options = { ...rig.optionsFor(name), ...rig.through(proxy.port, name) };
        const id = await engine.begin(input, options);
        await proxy.stalled();
        const told = performance.now();
        await engine.server.engine.cancel(engine.asker, id);
        await until(async () => (await engine.fileStatus(id)) === 'failed', CANCELS_WITHIN);
        expect(performance.now() - told).toBeLessThan(CANCELS_WITHIN);
        expect(await engine.end(id)).toMatchObject({ status: 'error', code: 'CANCELLED' });
        // So that the server learns of it, too.
        proxy.cut();
        await until(async () => same(await rig.leftovers(), before), 10_000);
      });
      await expectNothing(suite, name);
    },
  },

  resetAtStart: resetAt(0),
  resetInTheMiddle: resetAt(0.5),
  resetNearTheEnd: resetAt(0.99),

  stall: {
    title: 'a connection that stalls is ended, and it is tried again',
    async run(suite) {
      const { limits } = suite.engine;
      const { idleMs } = limits;
      limits.idleMs = IDLE;
      try {
        await withProxy(suite, async (proxy) => {
          const bytes = someBytes(suite.rig.largeSize);
          proxy.stallAfter(bytes.length / 2);
          const name = 'broken/stalled.bin';
          const options = suite.rig.through(proxy.port, name);
          const task = await expectDelivered(suite, name, bytes, options);
          const [first, ...others] = attemptsOf(task);
          expect(first?.message).toMatch(/no byte/);
          // A connection that was kept for later may have stalled as well, and be found out next.
          for (const { code } of others) expect(code).toBe('TARGET_UNREACHABLE');
        });
      } finally {
        limits.idleMs = idleMs;
      }
    },
  },

  killed: {
    title: 'a worker that is killed at 70 % costs at most what was on its way',
    // Two processes start, each with a database.
    within: 120_000,
    async run(suite) {
      const before = await suite.rig.leftovers();
      await withProxy(suite, async (proxy) => {
        const bytes = someBytes(suite.rig.largeSize);
        const name = 'broken/killed.bin';
        proxy.stallAfter(bytes.length * 0.7);
        await deliverInTwoLives(suite, { name, bytes, proxy });
        expectSent(suite, proxy.sent, bytes);
        await expectStored(suite, name, bytes);
      });
      expect(await suite.rig.leftovers()).toEqual(before);
    },
  },
} satisfies Record<string, Case>;

function attemptsOf(task: TaskRecord): readonly FailedAttempt[] {
  return (task.deliveries[0]?.attempts ?? []) as FailedAttempt[];
}

function resetAt(part: number): Case {
  return {
    title: `a reset at ${part * 100} % is got over, and sends no more anew than was on its way`,
    async run(suite) {
      const { rig } = suite;
      const before = await rig.leftovers();
      await withProxy(suite, async (proxy) => {
        const bytes = someBytes(suite.rig.largeSize);
        proxy.resetAfter(bytes.length * part);
        const name = `broken/reset-${part}.bin`;
        const task = await deliverAs(suite, name, bytes, rig.through(proxy.port, name));
        expectFinished(task);
        expect(task.deliveries[0]?.attempts).toMatchObject([{ code: 'TARGET_UNREACHABLE' }]);
        expectSent(suite, proxy.sent, bytes);
        await expectStored(suite, name, bytes);
      });
      expect(await rig.leftovers()).toEqual(before);
    },
  };
}

/** What was on its way when it broke off is sent anew, and nothing else. */
function expectSent({ rig }: Suite, sent: number, bytes: Buffer): void {
  expect(sent).toBeGreaterThanOrEqual(bytes.length);
  expect(sent).toBeLessThanOrEqual(bytes.length + rig.resendsAtMost + OVERHEAD);
}

async function expectRefusedSource(
  suite: Suite,
  how: string,
  change: (bytes: Buffer) => Buffer,
): Promise<void> {
  const { rig, engine } = suite;
  const before = await rig.leftovers();
  for (const size of [1000, rig.partSize - 1, 3 * rig.partSize + 1]) {
    const name = `broken/${how}-${size}.bin`;
    const input = await engine.addFiles([{ name: 'source.bin', bytes: someBytes(size) }]);
    await engine.overwriteStored(input, change);
    const task = await engine.end(await engine.begin(input, rig.optionsFor(name)));
    expect(task).toMatchObject({ status: 'error', code: 'SOURCE_FAILED' });
    await expectNothing(suite, name);
  }
  expect(await rig.leftovers()).toEqual(before);
}

async function withProxy(
  { rig }: Suite,
  use: (proxy: BreakingProxy) => Promise<void>,
): Promise<void> {
  const proxy = await startBreakingProxy(rig.server);
  try {
    await use(proxy);
  } finally {
    await proxy.close();
  }
}

async function until(isSo: () => Promise<boolean>, ms: number): Promise<void> {
  const late = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > late) throw new Error(`Not so after ${ms} ms.`);
    await sleep(25);
  }
}

const same = (some: readonly string[], others: readonly string[]) =>
  JSON.stringify(some) === JSON.stringify(others);
