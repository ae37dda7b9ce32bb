import type { Logger } from 'pino';
import type { Api } from './api/api.ts';
import type { Clock } from './clock.ts';
import type { Remotes } from './connections/remotes.ts';
import type { OpenDb } from './db/open.ts';
import type { Engine } from './engine/engine.ts';
import type { Env } from './env.ts';
import type { Guesses } from './teams/guesses.ts';

/** What exists once in a process. server.ts makes it; everybody else asks for it here. */
export type Runtime = {
  env: Env;
  clock: Clock;
  log: Logger;
  db: OpenDb;
  engine: Engine;
  api: Api;
  remotes: Remotes;
  guesses: Guesses;
  /** Opens /setup while no owner exists; undefined afterwards. */
  setupToken: string | undefined;
};

// Next bundles its own copy of this module beside the one that server.ts loads; globalThis is one.
const KEY = Symbol.for('slipway.runtime');
type Holder = { [KEY]?: Runtime };

export function setRuntime(runtime: Runtime): void {
  (globalThis as Holder)[KEY] = runtime;
}

/** @throws Error when asked outside a running server, which is a bug. */
export function runtime(): Runtime {
  const found = (globalThis as Holder)[KEY];
  if (!found)
    throw new Error('Slipway is not running in this process: server.ts makes the runtime.');
  return found;
}
