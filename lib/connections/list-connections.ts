import type { Db } from '#lib/db/open.ts';
import { readAccount } from './account.ts';
import { countsCredits } from './places.ts';

/** A connection as pages show it. Plain data, without its key. Times are ISO, UTC. */
export type ConnectionRow = {
  id: string;
  name: string;
  baseUrl: string;
  /** The last four characters of the key. */
  keyHint: string;
  createdAt: string;
  checkedAt: string | null;
  /** Whose the key is, as the other side calls them. */
  account: string | null;
  /** Null where they mean nothing. */
  credits: number | null;
  missingScopes: string[];
  /** Why it cannot be used just now. */
  trouble: { message: string; since: string } | null;
  /** Exports that were made with it. */
  uses: number;
};

/** A team's connections in the order of their names; there are few (MOST_CONNECTIONS). */
export async function listConnections(prisma: Db, teamId: string): Promise<ConnectionRow[]> {
  const rows = await prisma.connection.findMany({
    where: { teamId, deletedAt: null },
    omit: { apiKey: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  const used = await prisma.export.groupBy({
    by: ['connection'],
    where: { connection: { in: rows.map((row) => row.id) } },
    _count: { _all: true },
  });
  return rows.map((row) => {
    const { username, email, credits, missing, trouble } = readAccount(row.account);
    return {
      id: row.id,
      name: row.name,
      baseUrl: row.baseUrl,
      keyHint: row.keyHint,
      createdAt: row.createdAt.toISOString(),
      checkedAt: row.checkedAt?.toISOString() ?? null,
      account: [username, email].filter(Boolean).join(', ') || null,
      credits: countsCredits(row.baseUrl) ? (credits ?? null) : null,
      missingScopes: missing,
      trouble: trouble ? { message: trouble.message, since: trouble.since } : null,
      uses: used.find((one) => one.connection === row.id)?._count._all ?? 0,
    };
  });
}

/** What a choice of connections needs. */
export type ConnectionChoice = { id: string; name: string; baseUrl: string };

export async function listConnectionChoices(
  prisma: Db,
  teamId: string,
): Promise<ConnectionChoice[]> {
  return prisma.connection.findMany({
    where: { teamId, deletedAt: null },
    select: { id: true, name: true, baseUrl: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

/** What a list of exports says of its connections. */
export type ConnectionNotes = {
  /** Names by id, those of deleted ones too. */
  names: Record<string, string>;
  /** Sentences on those that run something and cannot be asked about it. */
  troubles: string[];
};

/** Connections that a list can name: more than a team ever had, and a bound. */
const MOST_NAMES = 500;

export async function noteConnections(prisma: Db, teamId: string): Promise<ConnectionNotes> {
  const rows = await prisma.connection.findMany({
    where: { teamId },
    select: { id: true, name: true, deletedAt: true, account: true },
    orderBy: { createdAt: 'desc' },
    take: MOST_NAMES,
  });
  const troubled = rows.flatMap(({ id, deletedAt, account }) => {
    const { trouble } = readAccount(account);
    return trouble && !deletedAt ? [{ id, message: trouble.message }] : [];
  });
  const open =
    troubled.length === 0
      ? []
      : await prisma.export.groupBy({
          by: ['connection'],
          where: {
            connection: { in: troubled.map(({ id }) => id) },
            status: { in: ['waiting', 'processing'] },
          },
        });
  const running = new Set(open.map(({ connection }) => connection));
  return {
    names: Object.fromEntries(rows.map(({ id, name }) => [id, name])),
    troubles: troubled.flatMap(({ id, message }) => (running.has(id) ? [message] : [])),
  };
}
