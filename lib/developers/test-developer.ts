import type { startTestServer } from '#lib/api/test-server.ts';
import { hashApiKey } from '#lib/vault/api-key.ts';
import type { DeveloperContext } from './context.ts';

type Server = Awaited<ReturnType<typeof startTestServer>>;

/** A team with one person and a key that may do everything, on the real API. */
export async function createTestDeveloper(server: Server) {
  const key = await server.createKey();
  const { teamId, createdById } = await server.db.prisma.apiKey.findUniqueOrThrow({
    where: { hash: hashApiKey(key) },
  });
  if (createdById) {
    const membership = { teamId, userId: createdById, role: 'owner' };
    await server.db.prisma.membership.create({ data: membership });
  }
  const context: DeveloperContext = {
    prisma: server.db.prisma,
    clock: server.clock,
    master: server.engine.context.master,
    actor: { teamId, userId: createdById, called: 'dev@example.com' },
  };
  const call = (method: string, path: string, body?: unknown) =>
    server.call(method, path, body, key);
  return { key, teamId, context, call };
}
