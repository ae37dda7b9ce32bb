import { type AccountClient, createClient } from '#lib/client/client.ts';
import type { Db } from '#lib/db/open.ts';
import { Failure } from '#lib/errors.ts';
import type { MasterKey } from '#lib/vault/master-key.ts';
import { unseal } from '#lib/vault/seal.ts';
import { createGate, type Gate, type Lane, type Trouble } from './gate.ts';
import { isHosted } from './places.ts';
import { type Sender, sendRequest } from './send-request.ts';
import { createTaskMemory, type TaskMemory } from './task-memory.ts';

/** Milliseconds that one request may take, its waiting included. */
const DEADLINE: Record<Lane, number> = { watch: 80_000, page: 9_000, act: 40_000 };
/** Milliseconds that the other side may take to answer. */
const ANSWER_IN: Record<Lane, number> = { watch: 15_000, page: 5_000, act: 25_000 };

/** All connections to other servers, in this process. server.ts makes it, once. */
export type Remotes = {
  /**
   * A connection as its team sees it. Its row is read for each request, so that a key that is
   * replaced and a connection that is deleted count at once. `signal` breaks off what is under way.
   */
  client(teamId: string, connection: string, lane: Lane, signal?: AbortSignal): AccountClient;
  /** One that is not stored yet, or as somebody is about to change it. */
  trial(given: { name: string; baseUrl: string; apiKey: string }): AccountClient;
  gate(connection: string): Gate;
  memory: TaskMemory;
  /** It was added, changed or deleted: what was known of it counts no more. */
  reset(connection: string): Promise<void>;
  /** How browsers reach their upload forms; none while there are no connections. */
  schemes(): readonly ('https:' | 'http:')[];
  /** Reads that anew: other processes add connections, too. */
  readSchemes(): Promise<void>;
};

type RemotesOptions = {
  prisma: Db;
  master: MasterKey;
  egress: Sender;
  /** Called when a connection begins to be in trouble, and when that ends. */
  onTrouble?: (connection: string, trouble: Trouble | undefined) => void;
};

export const sealedFor = (team: string, record: string) => ({ team, record, field: 'api_key' });

export function createRemotes({ prisma, master, egress, onTrouble }: RemotesOptions): Remotes {
  const gates = new Map<string, Gate>();
  const memory = createTaskMemory();
  let schemes: readonly ('https:' | 'http:')[] = [];

  function gate(connection: string): Gate {
    let found = gates.get(connection);
    if (!found) {
      found = createGate({ onTrouble: (trouble) => onTrouble?.(connection, trouble) });
      gates.set(connection, found);
    }
    return found;
  }

  async function readSchemes(): Promise<void> {
    const inUse = { deletedAt: null };
    const [any, plain] = await Promise.all([
      prisma.connection.findFirst({ where: inUse, select: { id: true } }),
      prisma.connection.findFirst({
        where: { ...inUse, baseUrl: { startsWith: 'http://' } },
        select: { id: true },
      }),
    ]);
    schemes = any ? (plain ? ['https:', 'http:'] : ['https:']) : [];
  }

  async function open(teamId: string, connection: string) {
    const row = await prisma.connection.findFirst({
      where: { id: connection, teamId, deletedAt: null },
      select: { name: true, baseUrl: true, apiKey: true },
    });
    // Not NOT_FOUND: that is what a task is that the connection does not know.
    if (!row?.apiKey) throw new Failure('GONE', 'The connection of this export has been deleted.');
    const apiKey = unseal(master, row.apiKey, sealedFor(teamId, connection));
    return { name: row.name, baseUrl: row.baseUrl, apiKey };
  }

  return {
    gate,
    memory,
    client(teamId, connection, lane, signal) {
      // Stands for the address until the row has been read.
      const placeholder = 'http://connection.invalid/v2';
      return createClient({
        baseUrl: placeholder,
        deadlineMs: DEADLINE[lane],
        async fetch(request) {
          const to = await open(teamId, connection);
          const url = standardUrl(to.baseUrl + request.url.slice(placeholder.length));
          const text = request.body ? await request.text() : null;
          const until = signal ? AbortSignal.any([request.signal, signal]) : request.signal;
          return gate(connection).pass(
            lane,
            (note) => {
              const within = AbortSignal.any([until, AbortSignal.timeout(ANSWER_IN[lane])]);
              return sendRequest(egress, readdress(request, url, text, within), to, note);
            },
            until,
          );
        },
      });
    },
    trial: ({ name, baseUrl, apiKey }) =>
      createClient({
        baseUrl,
        deadlineMs: ANSWER_IN.act,
        fetch: (request) => sendRequest(egress, request, { name, apiKey }, () => {}),
      }),
    async reset(connection) {
      gates.delete(connection);
      await readSchemes();
    },
    schemes: () => schemes,
    readSchemes,
  };
}

/** Without what only a Slipway understands, for a server that may refuse it. */
export function standardUrl(text: string): string {
  const url = new URL(text);
  if (!isHosted(url)) return text;
  url.searchParams.delete('filter[has_files]');
  url.searchParams.delete('filter[search]');
  const include = url.searchParams.get('include')?.split(',') ?? [];
  const known = include.filter((name) => name !== 'deliveries');
  if (known.length > 0) url.searchParams.set('include', known.join(','));
  else url.searchParams.delete('include');
  return url.href;
}

/** The same request to where the connection is, to be sent more than once if need be. */
function readdress(given: Request, url: string, text: string | null, signal: AbortSignal): Request {
  return new Request(url, {
    method: given.method,
    headers: given.headers,
    body: text,
    signal,
  });
}
