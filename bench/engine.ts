/** The whole server as it is started: time from asking to finished, and memory under large files. */

import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { api, type Slipway, startSlipway, WITH_OWNER } from '../e2e/slipway.ts';

const MB = 1_000_000;
const GIB = 2 ** 30;
const BOUNDARY = 'slipway-bench-boundary';

type Part = { name: string; size: number };

/** Sends one form with all parts, made up as they go. */
async function upload(slipway: Slipway, parts: Part[]): Promise<string> {
  const task = (await api(slipway, 'POST', '/v2/import/upload', {})).data;
  const block = Buffer.alloc(1 << 20);
  for (let at = 0; at < block.length; at++) block[at] = (at * 2654435761) >>> 24;
  await new Promise<void>((resolve, reject) => {
    const req = request(task.result.form.url, {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    });
    req.on('error', reject);
    req.on('response', (res) => {
      res.resume();
      if (res.statusCode === 201) resolve();
      else reject(new Error(`upload answered ${res.statusCode}`));
    });
    const send = async () => {
      const write = (data: Buffer | string) =>
        req.write(data) ? undefined : new Promise<void>((drained) => req.once('drain', drained));
      for (const [name, value] of Object.entries(task.result.form.parameters)) {
        await write(
          `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
        );
      }
      for (const { name, size } of parts) {
        await write(
          `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`,
        );
        for (let left = size; left > 0; left -= block.length) {
          await write(left < block.length ? block.subarray(0, left) : block);
        }
        await write('\r\n');
      }
      req.end(`--${BOUNDARY}--\r\n`);
    };
    send().catch(reject);
  });
  return task.id;
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
}

async function measureLatency(slipway: Slipway): Promise<void> {
  const input = await upload(slipway, [{ name: 'one.bin', size: MB }]);
  const times: number[] = [];
  for (let round = 0; round < 40; round++) {
    const started = performance.now();
    const { id } = (await api(slipway, 'POST', '/v2/export/url', { input })).data;
    const task = (await api(slipway, 'GET', `/sync/v2/tasks/${id}`)).data;
    if (task.status !== 'finished')
      throw new Error(`the task ended ${task.status}: ${task.message}`);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  console.log(
    `export/url to finished, 1 MB, median: ${(times[20] ?? 0).toFixed(1)} ms (target under 150)`,
  );
  console.log(`export/url to finished, 1 MB, p95: ${(times[37] ?? 0).toFixed(1)} ms`);
}

async function measureMemory(slipway: Slipway): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const idle = await residentBytes(slipway.pid);
  let peak = idle;
  const sampler = setInterval(async () => {
    peak = Math.max(peak, await residentBytes(slipway.pid).catch(() => 0));
  }, 50);
  const phase = (name: string) => {
    console.log(
      `memory above idle, ${name}: ${((peak - idle) / MB).toFixed(0)} MB (target under 150)`,
    );
  };
  const large = await upload(slipway, [{ name: 'large.bin', size: 4 * GIB }]);
  phase('4 GiB in');
  const small = await upload(
    slipway,
    Array.from({ length: 1000 }, (_, index) => ({ name: `small-${index}.txt`, size: 10_000 })),
  );
  phase('1,000 small files in');
  const body = { input: [large, small], archive_multiple_files: true };
  const { id } = (await api(slipway, 'POST', '/v2/export/url', body)).data;
  let task = (await api(slipway, 'GET', `/sync/v2/tasks/${id}`)).data;
  while (task.status === 'processing')
    task = (await api(slipway, 'GET', `/sync/v2/tasks/${id}`)).data;
  phase('zipped');
  const response = await fetch(task.result.files[0].url);
  let bytes = 0;
  for await (const chunk of response.body ?? []) bytes += chunk.byteLength;
  if (bytes !== task.result.files[0].size) throw new Error('the archive came out short');
  phase('out');
  clearInterval(sampler);
}

const slipway = await startSlipway({ ...WITH_OWNER, RATE_LIMIT: '1000000' });
try {
  await measureLatency(slipway);
  if (!process.argv.includes('--quick')) await measureMemory(slipway);
} finally {
  await slipway.remove();
}
