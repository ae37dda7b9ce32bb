import { startTestServer } from '#lib/api/test-server.ts';
import type { ExportContext } from '#lib/exports/context.ts';
import { startRemoteWatch } from '#lib/exports/watch-remote-tasks.ts';
import type { ConnectionContext } from './context.ts';
import type { Lane } from './gate.ts';
import { createRemotes } from './remotes.ts';
import { storeTrouble } from './store-trouble.ts';

/** A Slipway that has connections to other servers on loopback. */
export async function startConnections() {
  const server = await startTestServer({ egressAllow: '127.0.0.0/8' });
  const { prisma } = server.db;
  const { master, egress } = server.engine.context;
  const storing = new Set<Promise<void>>();
  const remotes = createRemotes({
    prisma,
    master,
    egress,
    onTrouble(connection, trouble) {
      const stored = storeTrouble(prisma, connection, trouble).finally(() =>
        storing.delete(stored),
      );
      storing.add(stored);
    },
  });
  const errors: unknown[] = [];

  async function createTeam() {
    const { teamId, userId } = await server.createTeam();
    const actor = { teamId, userId: userId ?? '', email: 'admin@example.com' };
    const context: ConnectionContext = { prisma, clock: server.clock, master, remotes, actor };
    /** As openContextOf makes it. */
    const exportsOf = (connection: string, lane: Lane = 'act'): ExportContext => ({
      prisma,
      clock: server.clock,
      remotes,
      actor,
      connection,
      client: remotes.client(teamId, connection, lane),
    });
    return { teamId, context, exportsOf };
  }

  return {
    server,
    prisma,
    remotes,
    errors,
    createTeam,
    watch: () =>
      startRemoteWatch({
        prisma,
        clock: server.clock,
        remotes,
        onError: (error) => errors.push(error),
      }),
    async stop() {
      await Promise.all(storing);
      await server.stop();
    },
  };
}
