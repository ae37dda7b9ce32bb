/** What 50 browsers that watch exports on another server cost that server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sealedFor } from '#lib/connections/remotes.ts';
import { openDb } from '#lib/db/open.ts';
import { exportData } from '#lib/exports/test-team.ts';
import { loadMasterKey } from '#lib/vault/key-file.ts';
import { seal } from '#lib/vault/seal.ts';
import { API_KEY, api, OWNER, type Slipway, startSlipway, WITH_OWNER } from '../e2e/slipway.ts';

const BROWSERS = 50;
/** Milliseconds. */
const WATCH = 30_000;
const CONNECTION = '00000000-0000-4000-8000-000000000001';

/** Counts what comes through to a server. */
async function startCounter(to: string) {
  const times: number[] = [];
  const server = createServer(async (req, res) => {
    times.push(performance.now());
    const answer = await fetch(`${to}${req.url}`, {
      headers: { authorization: req.headers.authorization ?? '' },
    });
    res.writeHead(answer.status, { 'content-type': 'application/json' });
    res.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, times, stop: () => server.close() };
}

/** An export on the other server that waits for a file. */
async function makeTask(far: Slipway) {
  const input = (await api(far, 'POST', '/v2/import/upload', {})).data;
  const task = (await api(far, 'POST', '/v2/export/url', { input: input.id })).data;
  return { input, taskId: String(task.id) };
}

async function finish(input: Awaited<ReturnType<typeof makeTask>>['input']) {
  const { url, parameters } = input.result.form;
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) form.append(name, String(value));
  form.append('file', new Blob(['x']), 'x.txt');
  await fetch(url, { method: 'POST', body: form });
}

/** Signs the owner in without a browser. @returns the cookies. */
async function signInWithout(slipway: Slipway): Promise<string> {
  const begun = await fetch(`${slipway.url}/api/auth/csrf`);
  const { csrfToken } = (await begun.json()) as { csrfToken: string };
  const cookiesOf = (answer: Response) =>
    answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  const signedIn = await fetch(`${slipway.url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(begun).join('; ') },
    body: new URLSearchParams({ csrfToken, ...OWNER, json: 'true' }),
  });
  return cookiesOf(signedIn).join('; ');
}

const far = await startSlipway(WITH_OWNER);
const counter = await startCounter(far.url);
const settings = { ...WITH_OWNER, EGRESS_ALLOW: '127.0.0.0/8' };
// A first start makes the team.
const first = await startSlipway(settings);
await first.stop();
const db = await openDb({ dataDir: first.dataDir });
const { teamId, userId } = await db.prisma.membership.findFirstOrThrow();
const master = await loadMasterKey(first.dataDir);
const now = new Date();
await db.prisma.connection.create({
  data: {
    id: CONNECTION,
    teamId,
    name: 'Far away',
    baseUrl: `${counter.url}/v2`,
    apiKey: new Uint8Array(seal(master, API_KEY, sealedFor(teamId, CONNECTION))),
    keyHint: API_KEY.slice(-4),
    createdAt: now,
    updatedAt: now,
  },
});
const tasks = await Promise.all(Array.from({ length: BROWSERS }, () => makeTask(far)));
const ids: string[] = [];
for (const { taskId } of tasks) {
  const data = { ...exportData({ teamId, userId }, now), connection: CONNECTION, taskId };
  ids.push(data.id);
  await db.prisma.export.create({ data });
}
await db.close();

const near = await first.restart();
try {
  const cookie = await signInWithout(near);
  const began = performance.now();
  const until = began + WATCH;
  let polls = 0;
  const get = async (path: string) => {
    const answer = await fetch(`${near.url}${path}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    polls += 1;
    return answer.json() as Promise<{ since?: string; status?: string; endedAt?: string | null }>;
  };
  /** A page of one export, which looks until that has ended, and a list, which goes on. */
  async function watch(id: string): Promise<void> {
    let { since = '' } = await get('/api/exports');
    let ended = false;
    while (performance.now() < until) {
      if (!ended) ended = Boolean((await get(`/api/exports/${id}`)).endedAt);
      since = (await get(`/api/exports?since=${encodeURIComponent(since)}`)).since ?? since;
      await sleep(1_000);
    }
  }
  counter.times.length = 0;
  const watching = Promise.all(ids.map(watch));
  // One ends now and then, as they do.
  for (const { input } of tasks.slice(0, BROWSERS / 2)) {
    await sleep(WATCH / BROWSERS);
    await finish(input);
  }
  await watching;
  // On a busy machine the last polls take their time, and the watcher goes on meanwhile.
  const seconds = (performance.now() - began) / 1_000;
  const times = [...counter.times];
  const worst = Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length),
  );
  const ended = await Promise.all(ids.map(async (id) => (await get(`/api/exports/${id}`)).status));
  console.log(
    `${BROWSERS} browsers watch a connection, ${polls} polls: ${(times.length / seconds).toFixed(2)} requests a second there (target <= 2), ${worst} in its busiest second`,
  );
  console.log(
    `exports that ended there and show it: ${ended.filter((status) => status === 'finished').length} of ${BROWSERS / 2}`,
  );
} finally {
  counter.stop();
  await near.remove();
  await far.remove();
}
