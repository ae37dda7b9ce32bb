import { type Client, createClient } from '#lib/client/client.ts';
import { runtime } from '#lib/runtime.ts';

/**
 * The built-in engine as a connection: the same v2 API, in this process, on behalf of a person.
 * Addresses in its answers are relative to this server unless APP_URL or FILES_URL is set.
 */
export function builtinClient(viewer: { userId: string | null; teamId: string }): Client {
  const principal = {
    teamId: viewer.teamId,
    userId: viewer.userId,
    scopes: ['user.read', 'task.read', 'task.write'],
    keyId: undefined,
  };
  return createClient({
    // Never resolved: the request goes to the API by a function call.
    baseUrl: 'http://builtin.invalid/v2',
    fetch: (request) => runtime().api.fetchAs(principal, request),
  });
}
