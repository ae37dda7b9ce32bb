import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pino } from 'pino';
import { createApi } from '#lib/api/api.ts';
import { createWebhookSender } from '#lib/api/webhooks/send-webhooks.ts';
import { systemClock } from '#lib/clock.ts';
import { createRemotes } from '#lib/connections/remotes.ts';
import { storeTrouble } from '#lib/connections/store-trouble.ts';
import { openDb } from '#lib/db/open.ts';
import { tendDb } from '#lib/db/tend.ts';
import { createThreadPool } from '#lib/engine/delivery/threads/thread-pool.ts';
import { createEgress } from '#lib/engine/egress.ts';
import { createEngine } from '#lib/engine/engine.ts';
import { createFolderStorage } from '#lib/engine/folder-storage.ts';
import { readEnv } from '#lib/env.ts';
import { watchBuiltinTasks } from '#lib/exports/watch-builtin-tasks.ts';
import { watchRemoteTasks } from '#lib/exports/watch-remote-tasks.ts';
import { setRuntime } from '#lib/runtime.ts';
import { bootstrap } from '#lib/teams/bootstrap.ts';
import { createGuesses } from '#lib/teams/guesses.ts';
import { checkMasterKey } from '#lib/vault/check-master-key.ts';
import { loadMasterKey } from '#lib/vault/key-file.ts';
import { loadRoot } from '#lib/vault/load-root.ts';
import { tendVault } from '#lib/vault/tend-vault.ts';
import { prepareRequest } from '#lib/web/prepare-request.ts';

/** Milliseconds from SIGTERM until the process ends whatever still hangs. */
const EXIT_WITHIN = 9_000;

async function main(): Promise<void> {
  const env = readEnv();
  const log = pino({ level: env.LOG_LEVEL, base: null }, pino.destination({ dest: 2, sync: true }));
  const clock = systemClock;
  const master = await loadMasterKey(env.DATA_DIR, env.MASTER_KEY, env.MASTER_KEY_PREVIOUS);
  const egress = createEgress({ allow: env.EGRESS_ALLOW });
  const files = path.join(env.DATA_DIR, 'files');
  const storage = createFolderStorage({ dir: files, minFreeBytes: env.MIN_FREE_DISK });
  const db = await openDb({ url: env.DATABASE_URL, dataDir: env.DATA_DIR });
  await checkMasterKey(db.prisma, master);
  master.root = await loadRoot(db.prisma, master);

  const threads = createThreadPool({ allow: env.EGRESS_ALLOW, files }, log);
  const engine = createEngine({
    db,
    clock,
    log,
    master,
    storage,
    egress,
    workers: env.WORKERS,
    threads,
    limits: { maxFileSize: env.MAX_FILE_SIZE, taskDeadline: env.TASK_DEADLINE_MINUTES * 60_000 },
  });
  const api = createApi({
    engine,
    db: db.prisma,
    clock,
    log,
    rateLimit: env.RATE_LIMIT,
    appUrl: env.APP_URL,
    filesUrl: env.FILES_URL,
    trustProxy: env.TRUST_PROXY,
  });
  const remotes = createRemotes({
    prisma: db.prisma,
    master,
    egress,
    onTrouble: (connection, trouble) =>
      void storeTrouble(db.prisma, connection, trouble).catch((error: unknown) =>
        log.error({ err: error, connection }, 'the state of a connection was not kept'),
      ),
  });
  const hasOwner = await bootstrap(db.prisma, clock, env);
  const running = {
    env,
    clock,
    log,
    db,
    engine,
    api,
    remotes,
    guesses: createGuesses(clock),
    setupToken: hasOwner ? undefined : randomBytes(24).toString('base64url'),
  };
  setRuntime(running);
  await engine.start();
  const stopWatching = watchBuiltinTasks(running);
  const stopTurning = tendVault({
    db: db.prisma,
    master,
    dataDir: env.DATA_DIR,
    fromFile: !env.MASTER_KEY,
    log,
  });
  const stopWatchingRemotes = watchRemoteTasks(running);
  const stopTending = tendDb(db, (error) =>
    log.error({ err: error }, 'the database was not tended'),
  );

  const server = createServer({
    requestTimeout: 0,
    headersTimeout: 60_000,
    // Longer than proxies keep theirs: a line that is closed here while it is used there is a failed call.
    keepAliveTimeout: 75_000,
  });
  // Who comes while the pages are being prepared waits for them: with nobody listening, Node would
  // take the request and never answer it.
  const ready = Promise.withResolvers<RequestListener>();
  server.on('request', (req, res) => void ready.promise.then((answer) => answer(req, res)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(env.PORT, env.HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const address = env.APP_URL ?? `http://localhost:${port}`;
  const bases = { app: address, files: env.FILES_URL ?? address };
  const webhooks = createWebhookSender({ engine, bases });
  webhooks.start();
  // next-auth reads its own address from here and nowhere else. Without APP_URL it is whatever host
  // name one came by, which prepareRequest has checked.
  if (env.APP_URL) process.env.NEXTAUTH_URL = env.APP_URL;
  else process.env.AUTH_TRUST_HOST = '1';

  const { default: next } = await import('next');
  const web = next({
    dev: !env.production,
    dir: import.meta.dirname,
    hostname: 'localhost',
    port,
    httpServer: server,
  });
  await web.prepare();
  const page = web.getRequestHandler();
  const filesHost = env.FILES_URL ? new URL(env.FILES_URL).host : undefined;
  ready.resolve((req, res) => {
    const onFilesHost =
      filesHost !== undefined &&
      req.headers.host === filesHost &&
      filesHost !== new URL(address).host;
    if (api.owns(req) && (!onFilesHost || req.url?.startsWith('/files/'))) api.handle(req, res);
    else if (onFilesHost) res.writeHead(404).end();
    else {
      prepareRequest(req, res, env, remotes.schemes());
      res.once('close', threads.giveWay());
      void page(req, res);
    }
  });
  // In one write: whoever waits for the first line finds the second, too.
  const setup = running.setupToken
    ? `\nSet it up at ${address}/setup?token=${running.setupToken}`
    : '';
  console.log(`Slipway is ready at ${address}${setup}`);

  server.on('upgrade', (req, socket, head) => {
    if (api.owns(req)) api.upgrade(req, socket, head);
  });

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), EXIT_WITHIN).unref();
    server.close();
    await api.close();
    await Promise.all([engine.stop(), webhooks.stop()]);
    await stopWatching();
    await stopTurning();
    await stopWatchingRemotes();
    await stopTending();
    server.closeAllConnections();
    await web.close();
    await db.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  if (process.env.LOG_LEVEL === 'debug') console.error(error);
  process.exit(1);
});
