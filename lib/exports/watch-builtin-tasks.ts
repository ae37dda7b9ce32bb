import { builtinClient } from '#lib/connections/builtin-client.ts';
import type { Runtime } from '#lib/runtime.ts';
import { watchTasks } from './watch-tasks.ts';

/**
 * Keeps exports equal to the tasks of the built-in engine. server.ts calls it once, at start.
 *
 * @returns the way to stop; resolves when nothing uses the database any more.
 */
export function watchBuiltinTasks({ db, clock, log, engine }: Runtime): () => Promise<void> {
  const watch = watchTasks({
    prisma: db.prisma,
    clock,
    clientOf: (teamId) => builtinClient({ userId: null, teamId }),
    onTaskChange: (listener) => engine.onTaskChange(listener),
    exclusive: db.exclusive,
    onError: (error, about) =>
      log.error({ err: error, about }, 'an export was not brought up to date'),
  });
  return watch.stop;
}
