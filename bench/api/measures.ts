import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Slipway } from '../../e2e/slipway.ts';
import { type Caller, createCaller, percentile } from './caller.ts';

const MB = 1_000_000;

export async function makeInput({ call }: Caller): Promise<string> {
  const body = { file: 'x'.repeat(1_000), filename: 'small.txt' };
  const { data } = await call('POST', '/v2/import/raw', body);
  await call('GET', `/sync/v2/tasks/${data.id}`);
  return data.id;
}

/** Runs `step` on so many lines at once until the time is over. @returns how many came to an end. */
async function loop(lines: number, seconds: number, step: () => Promise<void>): Promise<number> {
  const until = performance.now() + seconds * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: lines }, async () => {
      while (performance.now() < until) {
        await step();
        if (performance.now() < until) done += 1;
      }
    }),
  );
  return done;
}

/** Tasks a second, from creation to the answer of the call that waits for their end. */
export async function measureRate(slipway: Slipway, seconds: number): Promise<number> {
  const caller = createCaller(slipway.url, 32);
  const input = await makeInput(caller);
  const once = async () => {
    const { data } = await caller.call('POST', '/v2/export/url', { input });
    const ended = await caller.call('GET', `/sync/v2/tasks/${data.id}`);
    if (ended.data.status !== 'finished') throw new Error(`ended ${ended.data.status}`);
  };
  await loop(32, 3, once);
  const done = await loop(32, seconds, once);
  caller.close();
  return done / seconds;
}

/** Waits are ended by a cancel. @returns milliseconds from asking for that to the answer of the wait, p95. */
export async function measureWake(slipway: Slipway, rounds: number): Promise<number> {
  const caller = createCaller(slipway.url, 8);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { data } = await caller.call('POST', '/v2/import/upload', {});
    const waiting = caller.call('GET', `/sync/v2/tasks/${data.id}`);
    await sleep(20);
    const began = performance.now();
    await Promise.all([
      caller.call('POST', `/v2/tasks/${data.id}/cancel`),
      waiting.then(() => times.push(performance.now() - began)),
    ]);
  }
  caller.close();
  return percentile(times, 0.95);
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}

/** Megabytes that so many open waits add. */
export async function measureWaits(slipway: Slipway, count: number): Promise<number> {
  const caller = createCaller(slipway.url, count + 10);
  const { data } = await caller.call('POST', '/v2/import/upload', {});
  // Lines that are open and code that is warm are not what waiting costs.
  for (let round = 0; round < 3; round++)
    await Promise.all(
      Array.from({ length: count }, () => caller.call('GET', `/v2/tasks/${data.id}`)),
    );
  await sleep(3_000);
  const before = await residentBytes(slipway.pid);
  const waits = Array.from({ length: count }, () =>
    caller.call('GET', `/sync/v2/tasks/${data.id}`),
  );
  await sleep(5_000);
  const added = (await residentBytes(slipway.pid)) - before;
  await caller.call('POST', `/v2/tasks/${data.id}/cancel`);
  for (const { status } of await Promise.all(waits))
    if (status !== 200) throw new Error(`a wait was answered ${status}`);
  caller.close();
  return added / MB;
}

export type Load = { loops: number; errors: string[]; left: number; p50: number; p99: number };

/** Clients that create, wait for and delete tasks, each as soon as it is done with the one before. */
export async function measureLoad(
  slipway: Slipway,
  clients: number,
  seconds: number,
): Promise<Load> {
  const caller = createCaller(slipway.url, clients);
  const input = await makeInput(caller);
  const errors: string[] = [];
  const times: number[] = [];
  const expect = (what: string, given: unknown, wanted: unknown) => {
    if (given !== wanted) errors.push(`${what}: ${given}`);
  };
  await loop(clients, seconds, async () => {
    const began = performance.now();
    try {
      const made = await caller.call('POST', '/v2/export/url', { input });
      expect('create', made.status, 201);
      const path = `/v2/tasks/${made.data.id}`;
      const ended = await caller.call('GET', `/sync${path}`);
      expect('end', ended.data.status, 'finished');
      expect('delete', (await caller.call('DELETE', path)).status, 204);
    } catch (error) {
      errors.push(String(error));
    }
    times.push(performance.now() - began);
  });
  const rest = await caller.call('GET', '/v2/tasks?filter[operation]=export/url');
  caller.close();
  return {
    loops: times.length,
    errors,
    left: (rest.data as unknown as unknown[]).length,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
  };
}
