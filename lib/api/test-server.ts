import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestEngine } from '#lib/engine/test-engine.ts';
import { hashApiKey } from '#lib/vault/api-key.ts';
import type { Waiting } from './answer-later.ts';
import { createApi } from './api.ts';
import { SCOPES } from './principal.ts';

/** The whole API on loopback over a real engine, with a key that may do everything. */
export async function startTestServer(
  settings: {
    egressAllow?: string;
    maxFileSize?: number;
    rateLimit?: number;
    waiting?: Waiting;
    /** Where links lead, when that is not the server itself. */
    appUrl?: string;
  } = {},
) {
  const rig = await startTestEngine(settings);
  const api = createApi({
    engine: rig.engine,
    db: rig.db.prisma,
    clock: rig.clock,
    log: rig.log,
    rateLimit: settings.rateLimit ?? 1_000_000,
    appUrl: settings.appUrl,
    filesUrl: undefined,
    trustProxy: false,
    waiting: settings.waiting,
  });
  const server = createServer((req, res) =>
    api.owns(req) ? api.handle(req, res) : res.writeHead(404).end(),
  );
  server.on('upgrade', (req, socket, head) =>
    api.owns(req) ? api.upgrade(req, socket, head) : socket.destroy(),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function createKey(scopes: readonly string[] = SCOPES) {
    const asker = await rig.createTeam();
    const key = randomBytes(24).toString('hex');
    await rig.db.prisma.apiKey.create({
      data: {
        teamId: asker.teamId,
        createdById: asker.userId,
        name: 'test',
        hash: hashApiKey(key),
        scopes: [...scopes],
      },
    });
    return key;
  }
  const defaultKey = await createKey();

  async function call(
    method: string,
    path: string,
    body?: unknown,
    key: string | null = defaultKey,
  ) {
    const response = await fetch(`${origin}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(key ? { authorization: `Bearer ${key}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    // As JSON.parse types it: tests reach into answers whose shape they are testing.
    const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '');
    const json = isJson ? JSON.parse(text) : undefined;
    return { status: response.status, json, text, headers: response.headers };
  }

  return {
    ...rig,
    api,
    origin,
    createKey,
    call,
    /** Makes an import/upload task, sends it the files, and gives its id. */
    async upload(
      files: { name: string; bytes: string | Uint8Array<ArrayBuffer> }[],
      key = defaultKey,
    ): Promise<string> {
      const { json } = await call('POST', '/v2/import/upload', {}, key);
      const form = new FormData();
      for (const [name, value] of Object.entries(json.data.result.form.parameters))
        form.append(name, String(value));
      for (const { name, bytes } of files) form.append('file', new Blob([bytes]), name);
      const response = await fetch(json.data.result.form.url, { method: 'POST', body: form });
      if (response.status !== 201)
        throw new Error(`upload: ${response.status} ${await response.text()}`);
      return json.data.id;
    },
    async stop() {
      await api.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rig.stop();
    },
  };
}
