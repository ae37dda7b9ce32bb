import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { api, type Slipway, signIn, startSlipway, WITH_OWNER } from '../../e2e/slipway.ts';
import { launchChromium } from '../browser/launch-chromium.ts';
import type { Place } from './places.ts';

const MB = 1_000_000;
const DELIVERIES = 4;

/** The whole server, pages and all, while it delivers four large files at a time. */
export async function measureUnderLoad(
  places: readonly Place[],
  { file, size }: { file: string; size: number },
): Promise<{ memory: number; p95: number; pages: number }> {
  const slipway = await startSlipway({
    ...WITH_OWNER,
    EGRESS_ALLOW: '127.0.0.1',
    RATE_LIMIT: '1000000',
  });
  try {
    const input = await takeIn(slipway, file, size);
    const get = await openPage(slipway);
    // What makes the pages and delivers is loaded, and the heap has its size.
    for (let time = 0; time < 20; time += 1) await get();
    await deliverAll(slipway, await takeIn(slipway, file, MB), places, 'warm-up');
    await sleep(3_000);
    const idle = await residentBytes(slipway.pid);
    let peak = idle;
    await during(deliverAll(slipway, input, places, 'memory'), async () => {
      peak = Math.max(peak, await residentBytes(slipway.pid));
      await sleep(50);
    });
    const times: number[] = [];
    await during(deliverAll(slipway, input, places, 'pages'), async () => {
      times.push(await get());
      await sleep(100);
    });
    times.sort((a, b) => a - b);
    const p95 = times[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;
    return { memory: (peak - idle) / MB, p95, pages: times.length };
  } finally {
    await slipway.remove();
  }
}

/** Has the server fetch the first `size` bytes of a file. @returns the task that has them. */
async function takeIn(slipway: Slipway, file: string, size: number): Promise<string> {
  const source = createServer((_, response) => {
    response.writeHead(200, { 'content-length': size });
    createReadStream(file, { end: size - 1 }).pipe(response);
  });
  await new Promise<void>((listening) => source.listen(0, '127.0.0.1', listening));
  try {
    const url = `http://127.0.0.1:${(source.address() as AddressInfo).port}/source.bin`;
    const { data } = await api(slipway, 'POST', '/v2/import/url', { url });
    await untilFinished(slipway, data.id);
    return data.id;
  } finally {
    source.closeAllConnections();
    source.close();
  }
}

/** One delivery each, to as many places as there are, until there are four. */
async function deliverAll(
  slipway: Slipway,
  input: string,
  places: readonly Place[],
  name: string,
): Promise<void> {
  const chosen = Array.from({ length: DELIVERIES }, (_, index) => places[index % places.length]);
  await Promise.all(
    chosen.map(async (place, index) => {
      if (!place) throw new Error('There is no server to deliver to.');
      const options = place.one.options(`${name}-${index}.bin`);
      const path = `/v2/${place.operation.id}`;
      const { data } = await api(slipway, 'POST', path, { input, ...options });
      await untilFinished(slipway, data.id);
    }),
  );
}

async function untilFinished(slipway: Slipway, id: string): Promise<void> {
  for (;;) {
    const { data } = await api(slipway, 'GET', `/sync/v2/tasks/${id}`);
    if (data.status === 'finished') return;
    if (data.status === 'error')
      throw new Error(`${data.operation} ended with ${data.code}: ${data.message}`);
  }
}

/** Signs in. @returns what asks for the list of exports, and how long the whole answer takes. Milliseconds. */
async function openPage({ url }: Slipway): Promise<() => Promise<number>> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await signIn(page, url);
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    return async () => {
      const began = performance.now();
      const answer = await fetch(`${url}/exports`, { headers: { cookie }, redirect: 'error' });
      await answer.text();
      if (answer.status !== 200) throw new Error(`/exports answered ${answer.status}`);
      return performance.now() - began;
    };
  } finally {
    await browser.close();
  }
}

async function during(work: Promise<void>, again: () => Promise<void>): Promise<void> {
  let isOver = false;
  const ended = work.finally(() => {
    isOver = true;
  });
  ended.catch(() => {});
  while (!isOver) await again();
  await ended;
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}
