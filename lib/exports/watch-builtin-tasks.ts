import { builtinClient } from '#lib/connections/builtin-client.ts';
import type { Runtime } from '#lib/runtime.ts';
import { type TaskWatch, watchTasks } from './watch-tasks.ts';

/** Keeps exports equal to the tasks of the built-in engine. server.ts calls it once, at start. */
export function watchBuiltinTasks({ db, clock, log, engine }: Runtime): TaskWatch {
  return watchTasks({
    prisma: db.prisma,
    clock,
    clientOf: (teamId) => builtinClient({ userId: null, teamId }),
    onTaskChange: (listener) => engine.onTaskChange(listener),
    exclusive: db.exclusive,
    onError: (error, about) =>
      log.error({ err: error, about }, 'an export was not brought up to date'),
  });
}
