import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, startSlipway, test } from './slipway.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('whoever comes while it starts is answered', async () => {
  test.setTimeout(120_000);
  const port = await freePort();
  const starting = startSlipway({ PORT: String(port) });
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
