import { expect } from 'vitest';
import type { TaskRecord } from '../../tasks/record.ts';
import type { Rig } from './rig.ts';
import { type SourceFile, type SuiteEngine, sha256 } from './suite-engine.ts';

/** What a case works with. */
export type Suite = { rig: Rig; engine: SuiteEngine };

export type Case = {
  title: string;
  /** Milliseconds, when the usual time is too short. */
  within?: number;
  run(suite: Suite): Promise<void>;
};

/** One file, under exactly this name. */
export async function deliverAs(
  { rig, engine }: Suite,
  name: string,
  bytes: Buffer,
  options: Record<string, unknown> = {},
): Promise<TaskRecord> {
  const file: SourceFile = { name: 'source.bin', bytes };
  return engine.deliver([file], { ...rig.optionsFor(name), ...options });
}

export function expectFinished(task: TaskRecord): void {
  const { status, code, message, errorDetail, deliveries } = task;
  const attempts = deliveries.map((delivery) => delivery.attempts);
  expect({ status, code, message, errorDetail, attempts }).toMatchObject({ status: 'finished' });
}

export async function expectStored({ rig }: Suite, name: string, bytes: Buffer): Promise<void> {
  const found = await rig.read(name);
  expect({ name, size: found?.size, sha256: found?.sha256 }).toEqual({
    name,
    size: bytes.length,
    sha256: sha256(bytes),
  });
}

/** Delivers one file, and looks at what is there then. */
export async function expectDelivered(
  suite: Suite,
  name: string,
  bytes: Buffer,
  options: Record<string, unknown> = {},
): Promise<TaskRecord> {
  const task = await deliverAs(suite, name, bytes, options);
  expectFinished(task);
  await expectStored(suite, name, bytes);
  return task;
}

export async function expectNothing({ rig }: Suite, name: string): Promise<void> {
  expect(await rig.read(name)).toBeUndefined();
}
