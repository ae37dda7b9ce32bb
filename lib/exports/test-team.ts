import { randomUUID } from 'node:crypto';
import type { startTestServer } from '#lib/api/test-server.ts';
import { createClient } from '#lib/client/client.ts';
import type { ExportContext } from './context.ts';
import { createExport } from './create-export.ts';
import { watchTasks } from './watch-tasks.ts';

type Server = Awaited<ReturnType<typeof startTestServer>>;
export type TestTeam = Awaited<ReturnType<typeof createTestTeam>>;

/** A team with one person, and a connection of its own to the server: the real API, with a key. */
export async function createTestTeam(server: Server) {
  const key = await server.createKey();
  const { teamId, createdById } = await server.db.prisma.apiKey.findFirstOrThrow({
    orderBy: { createdAt: 'desc' },
  });
  const client = createClient({
    baseUrl: `${server.origin}/v2`,
    fetch: (request) => fetch(request),
    headers: { authorization: `Bearer ${key}` },
  });
  const context: ExportContext = {
    prisma: server.db.prisma,
    clock: server.clock,
    client,
    actor: { teamId, userId: createdById ?? '', email: 'operator@example.com' },
  };
  const upload = (...names: string[]) =>
    Promise.all(names.map((name) => server.upload([{ name, bytes: `bytes of ${name}` }], key)));
  return {
    key,
    client,
    context,
    teamId,
    upload,
    /** Makes an export of files that are uploaded first. */
    async deliver(names: string[], options: Record<string, unknown> = {}) {
      const inputTaskIds = await upload(...names);
      const input = { operation: 'export/url', options, inputTaskIds, submissionId: randomUUID() };
      const { id } = await createExport(context, input);
      return { id, input };
    },
    watch: () =>
      watchTasks({
        prisma: server.db.prisma,
        clock: server.clock,
        clientOf: () => client,
        onTaskChange: (listener) => server.engine.onTaskChange(listener),
        exclusive: true,
        onError: () => {},
      }),
  };
}

/** A row as it stands before its task has run. */
export function exportData(actor: { teamId: string; userId: string }, at: Date) {
  return {
    id: randomUUID(),
    teamId: actor.teamId,
    createdById: actor.userId,
    operation: 'export/url',
    options: {},
    inputTaskIds: [] as string[],
    filenames: ['x.txt'],
    fileCount: 1,
    taskId: randomUUID() as string,
    status: 'waiting',
    createdAt: at,
    updatedAt: at,
    submissionId: randomUUID(),
    searchText: 'x.txt',
  };
}
