import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer } from '../test-server.ts';
import { guideCode } from './guide-code.ts';

const run = promisify(execFile);
let server: Awaited<ReturnType<typeof startTestServer>>;
let dir: string;
let key: string;
beforeAll(async () => {
  server = await startTestServer();
  key = await server.createKey();
  dir = await mkdtemp(path.join(tmpdir(), 'slipway-guide-'));
});
afterAll(async () => {
  await server?.stop();
  await rm(dir, { recursive: true });
});

test('the quick start runs in a shell as it stands', async () => {
  const { quickStart } = guideCode(server.origin);
  const script = quickStart.replace('your-api-key', key);
  const { stdout } = await run('sh', ['-c', script], { env: process.env });
  type Told = { name: string; status: string; result: { files: [{ url: string }] } };
  const { tasks } = JSON.parse(stdout).data as { tasks: Told[] };
  const exported = tasks.find(({ name }) => name === 'export-it');
  if (!exported) throw new Error('There is no export.');
  expect(exported).toMatchObject({ status: 'finished' });
  expect(await (await fetch(exported.result.files[0].url)).text()).toBe('Hello');
});

test('the official client of Node, pointed here, runs as it stands', async () => {
  const { nodeClient } = guideCode(server.origin);
  const client = import.meta.resolve('cloudconvert');
  const file = path.join(dir, 'client.mjs');
  await writeFile(file, nodeClient.replace("'cloudconvert'", `'${client}'`));
  const { stdout } = await run(process.execPath, [file], {
    env: { ...process.env, SLIPWAY_KEY: key },
  });
  const [name, url = ''] = stdout.trim().split(' ');
  expect(name).toBe('hello.txt');
  expect(await (await fetch(url)).text()).toBe('Hello');
});

test('the upload runs as it stands', async () => {
  const { upload } = guideCode(server.origin);
  await writeFile(path.join(dir, 'report.pdf'), 'a report');
  const file = path.join(dir, 'upload.mjs');
  await writeFile(file, upload);
  const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    cwd: dir,
    env: { ...process.env, SLIPWAY_KEY: key },
  });
  const [id, status] = stdout.trim().split(' ');
  expect(status).toBe('201');
  const { json } = await server.call('GET', `/sync/v2/tasks/${id}`, undefined, key);
  expect(json.data).toMatchObject({
    status: 'finished',
    result: { files: [{ filename: 'report.pdf', size: 8 }] },
  });
});

test('the check of a signature takes the right one and no other', async () => {
  const { verifySignature } = guideCode(server.origin);
  const file = path.join(dir, 'verify.mjs');
  await writeFile(file, `${verifySignature}\nexport { isFromSlipway };`);
  const { isFromSlipway } = await import(pathToFileURL(file).href);
  const body = Buffer.from('{"event":"job.finished"}');
  const right = createHmac('sha256', 'secret').update(body).digest('hex');
  expect(isFromSlipway(body, right, 'secret')).toBe(true);
  expect(isFromSlipway(body, right, 'another')).toBe(false);
  expect(isFromSlipway(Buffer.from('{}'), right, 'secret')).toBe(false);
  for (const wrong of [undefined, '', 'abc', `${right}00`]) {
    expect(isFromSlipway(body, wrong, 'secret')).toBe(false);
  }
});
