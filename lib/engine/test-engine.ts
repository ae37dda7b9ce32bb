import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Logger, pino } from 'pino';
import { type Clock, testClock } from '#lib/clock.ts';
import { openTestDb } from '#lib/db/open-test-db.ts';
import { loadMasterKey } from '#lib/vault/key-file.ts';
import type { DeliveryLimits } from './context.ts';
import { createThreadPool } from './delivery/threads/thread-pool.ts';
import { createEgress } from './egress.ts';
import { createEngine } from './engine.ts';
import { createFolderStorage } from './folder-storage.ts';
import type { Asker } from './tasks/record.ts';

export type TestEngine = Awaited<ReturnType<typeof startTestEngine>>;

/** A whole engine for tests: real database, queue and storage; only the clock is the test's. */
export async function startTestEngine(
  settings: {
    egressAllow?: string;
    maxFileSize?: number;
    delivery?: Partial<DeliveryLimits>;
    /** In place of one that stands still. */
    clock?: Clock;
    /** In place of one that says nothing unless LOG_LEVEL is set. */
    log?: Logger;
    /** Deliveries run in threads, as they do in the product. */
    threads?: boolean;
  } = {},
) {
  const dir = await mkdtemp(path.join(tmpdir(), 'slipway-engine-'));
  const db = await openTestDb();
  const clock = testClock(new Date('2026-03-01T12:00:00Z'));
  const log = settings.log ?? pino({ level: process.env.LOG_LEVEL ?? 'silent' });
  const files = path.join(dir, 'files');
  const allow = settings.egressAllow ?? '';
  const threads = settings.threads ? createThreadPool({ allow, files }, log) : undefined;
  const make = async () =>
    createEngine({
      db,
      clock: settings.clock ?? clock,
      log,
      master: await loadMasterKey(dir),
      storage: createFolderStorage({ dir: files, minFreeBytes: 0 }),
      egress: createEgress({ allow }),
      workers: 4,
      ...(threads ? { threads } : {}),
      limits: {
        maxFileSize: settings.maxFileSize ?? 1e9,
        taskDeadline: 60_000,
        delivery: { backoffMs: 50, ...settings.delivery },
      },
    });
  const engine = await make();
  await engine.start();
  const createTeam = async (): Promise<Asker> => {
    const team = await db.prisma.team.create({ data: { name: 'Team' } });
    const user = await db.prisma.user.create({
      data: { email: `${randomUUID()}@example.com`, name: 'Test', passwordHash: '' },
    });
    return { teamId: team.id, userId: user.id };
  };
  return {
    /** Holds the files under `files`. */
    dir,
    engine,
    db,
    clock,
    log,
    threads,
    /** A second engine on the same database and folder, as after a restart. Not started. */
    make,
    createTeam,
    async stop() {
      await engine.stop();
      await db.close();
      await rm(dir, { recursive: true });
    },
  };
}
