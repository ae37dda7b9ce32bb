import { expect } from 'vitest';
import type { Ending, FailureCase } from './rig.ts';
import {
  deliverAs,
  expectDelivered,
  expectFinished,
  expectNothing,
  expectStored,
  type Suite,
} from './suite.ts';
import { someBytes } from './suite-engine.ts';

/** Runs a line of a target's table of failures, and holds the sentence to what it has to say. */
export async function runFailureCase(suite: Suite, failure: FailureCase): Promise<void> {
  const { engine, rig } = suite;
  const name = `failures/${failure.title.replaceAll(/[^a-z0-9]+/gi, '-')}.bin`;
  const bytes = someBytes(failure.size ?? 1000);
  const old = failure.exists ? someBytes(10) : undefined;
  if (old) await expectDelivered(suite, name, old);
  const before = await rig.leftovers();
  const prepared = await failure.prepare(name);
  engine.clock.offset = failure.clockOff ?? 0;
  try {
    const task = await deliverAs(suite, name, bytes, prepared.options);
    const { ends } = failure;
    if ('after' in ends) {
      expectFinished(task);
      expect(task.deliveries[0]?.attempts).toMatchObject(ends.after.map((code) => ({ code })));
      await expectStored(suite, name, bytes);
      return;
    }
    expectEnding(task, ends);
    if (old) await expectStored(suite, name, old);
    else await expectNothing(suite, name);
    expect(await rig.leftovers()).toEqual(before);
  } finally {
    engine.clock.offset = 0;
    await prepared.stop?.();
  }
}

type Ended = Awaited<ReturnType<typeof deliverAs>>;

function expectEnding(task: Ended, ends: Exclude<Ending, { after: unknown }>): void {
  const { status, code, message, errorFields, errorDetail } = task;
  expect({ status, code, message, errorDetail }).toMatchObject({
    status: 'error',
    code: ends.code,
  });
  // A whole sentence, which what the other side says may follow as it came.
  expect(message).toMatch(/^\S.*[.!?](?:$| It says: )/s);
  for (const words of ends.says)
    expect(message).toEqual(
      words instanceof RegExp ? expect.stringMatching(words) : expect.stringContaining(words),
    );
  if (ends.field) expect(Object.keys(errorFields ?? {}), message ?? '').toEqual([ends.field]);
  if (ends.detail) expect(errorDetail, message ?? '').toMatch(ends.detail);
}
