import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { auditCsv } from '#lib/audit/audit-csv.ts';
import { AuditFilter } from '#lib/audit/audit-filter.ts';
import { runtime } from '#lib/runtime.ts';
import { readRoute } from '#lib/web/route.ts';

/** The audit log as a CSV file, narrowed like the page that links here. */
export const GET = readRoute('audit.read', async (request, { viewer }) => {
  const { db, clock } = runtime();
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const lines = auditCsv(db.prisma, viewer.teamId, AuditFilter.parse(query));
  const bytes = Readable.from(lines).map((line: string) => Buffer.from(line));
  const day = clock.now().toISOString().slice(0, 10);
  return new Response(Readable.toWeb(bytes) as NodeStream<Uint8Array<ArrayBuffer>> as BodyInit, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="audit-log-${day}.csv"`,
    },
  });
});
