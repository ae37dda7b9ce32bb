import { ScrollText, SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { AuditFilters } from '#components/audit/audit-filters.tsx';
import { auditQuery } from '#components/audit/audit-query.ts';
import { AuditTable } from '#components/audit/audit-table.tsx';
import { PageHeading } from '#components/page-heading.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { THING_WORDS, wordsOf } from '#lib/audit/action-words.ts';
import { AuditFilter } from '#lib/audit/audit-filter.ts';
import { listAudit } from '#lib/audit/list-audit.ts';
import { listPeople } from '#lib/exports/list-people.ts';
import { runtime } from '#lib/runtime.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';

export const metadata: Metadata = { title: 'Audit log' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props) {
  const [{ teamId, role }, query] = await Promise.all([getViewer(), searchParams]);
  if (!can(role, 'audit.read')) {
    return (
      <div className="grid gap-4">
        <PageHeading title="Audit log" />
        <Alert tone="warning">Owners and admins read the audit log. Ask one of them.</Alert>
      </div>
    );
  }
  const given = Object.fromEntries(
    Object.entries(query).map(([name, value]) => [name, [value].flat()[0] || undefined]),
  );
  const filter = AuditFilter.parse(given);
  const { prisma } = runtime().db;
  const [{ rows, nextCursor }, people] = await Promise.all([
    listAudit(prisma, { teamId, filter, cursor: given.cursor }),
    listPeople(prisma, teamId),
  ]);
  return (
    <div className="grid gap-4">
      <PageHeading title="Audit log">
        <Button asChild>
          <a href={`/api/audit${auditQuery(filter)}`} download>
            Download CSV
          </a>
        </Button>
      </PageHeading>
      <AuditFilters
        filter={filter}
        people={people.map(({ id, name }) => ({ id, label: name }))}
        things={Object.entries(THING_WORDS).map(([id, label]) => ({ id, label }))}
      />
      {rows.length > 0 ? (
        <AuditTable rows={rows.map((row) => ({ ...row, words: wordsOf(row.action) }))} />
      ) : (
        <Nothing filtered={auditQuery(filter) !== '' || given.cursor !== undefined} />
      )}
      <nav aria-label="Pages" className="flex justify-center gap-2 empty:hidden">
        {given.cursor && (
          <Button asChild>
            <Link href={`/audit${auditQuery(filter)}`}>Newest entries</Link>
          </Button>
        )}
        {nextCursor && (
          <Button asChild>
            <Link href={`/audit${auditQuery(filter, nextCursor)}`}>Older entries</Link>
          </Button>
        )}
      </nav>
    </div>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (!filtered) {
    return (
      <EmptyState icon={ScrollText} title="Nothing has been done yet">
        Whatever somebody in the team changes stands here: who, what, when, and from where.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={SearchX}
      title="Nothing like that was done"
      action={
        <Button asChild>
          <Link href="/audit">Show everything</Link>
        </Button>
      }
    >
      Days are counted in UTC.
    </EmptyState>
  );
}
