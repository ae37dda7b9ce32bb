import type { Db } from '#lib/db/open.ts';
import type { AuditFilter } from './audit-filter.ts';
import { type AuditRow, listAudit } from './list-audit.ts';

const BATCH = 500;
const HEAD = ['time', 'who', 'action', 'subject', 'address', 'detail'];

/** The log as CSV (RFC 4180), newest first, a batch at a time: it may be of any length. */
export async function* auditCsv(
  prisma: Db,
  teamId: string,
  filter: AuditFilter,
): AsyncGenerator<string> {
  yield toLine(HEAD);
  let cursor: string | undefined;
  do {
    const page = await listAudit(prisma, { teamId, filter, cursor, take: BATCH });
    yield page.rows.map((row) => toLine(cellsOf(row))).join('');
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

const cellsOf = ({ at, actor, action, subject, ip, detail }: AuditRow): string[] => [
  at,
  actor,
  action,
  subject,
  ip ?? '',
  JSON.stringify(detail),
];

export function toLine(cells: readonly string[]): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

function toCell(text: string): string {
  // A spreadsheet runs what begins like a formula, and names here are other people's words.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
