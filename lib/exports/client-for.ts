import type { Client } from '#lib/client/client.ts';
import { builtinClient } from '#lib/connections/builtin-client.ts';
import type { Lane } from '#lib/connections/gate.ts';
import { BUILTIN } from '#lib/connections/places.ts';
import { Failure } from '#lib/errors.ts';
import type { ExportContext } from './context.ts';

/** The client of the connection that an export has. @throws Failure GONE where there is no such thing. */
export function clientFor(context: ExportContext, connection: string, lane: Lane = 'act'): Client {
  if (connection === connectionOf(context)) return context.client;
  if (connection === BUILTIN) return builtinClient(context.actor);
  if (!context.remotes) throw new Failure('GONE', 'The connection of this export is not here.');
  return context.remotes.client(context.actor.teamId, connection, lane);
}

/** The connection that new exports get. */
export const connectionOf = (context: ExportContext): string => context.connection ?? BUILTIN;

/** The same context with the connection of an earlier export, for one that follows from it. */
export function followConnection(context: ExportContext, connection: string): ExportContext {
  return { ...context, client: clientFor(context, connection), connection };
}
