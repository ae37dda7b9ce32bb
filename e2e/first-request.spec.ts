import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findFreePort } from './free-port.ts';
import { expect, startSlipway, test } from './slipway.ts';

test('whoever comes while it starts is answered', async () => {
  test.setTimeout(120_000);
  const port = await findFreePort();
  // With a folder of its own: nothing is there yet, as on a new machine.
  const dataDir = await mkdtemp(path.join(tmpdir(), 'slipway-e2e-'));
  const starting = startSlipway({ PORT: String(port) }, dataDir);
  const giveUp = Date.now() + 60_000;
  let answer: Response | undefined;
  while (!answer && Date.now() < giveUp) {
    // Refused until it listens; the first that is taken must not wait for ever.
    answer = await fetch(`http://127.0.0.1:${port}/setup`, {
      signal: AbortSignal.timeout(60_000),
    }).catch(async (error: Error) => {
      if (error.name === 'TimeoutError') throw error;
      await setTimeout(5);
      return undefined;
    });
  }
  expect(answer?.status).toBe(200);
  await (await starting).remove();
});
