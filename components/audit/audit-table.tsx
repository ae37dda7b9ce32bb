import Link from 'next/link';
import { RelativeTime } from '#components/relative-time.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '#components/ui/table.tsx';
import type { AuditRow } from '#lib/audit/list-audit.ts';

/** A row with what its action is called in words. */
type AuditTableProps = { rows: (AuditRow & { words: string })[] };

export function AuditTable({ rows }: AuditTableProps) {
  return (
    <Table label="Audit log">
      <TableHeader className="max-sm:hidden">
        <TableRow>
          <TableHead>When</TableHead>
          <TableHead>Who</TableHead>
          <TableHead>What</TableHead>
          <TableHead>Details</TableHead>
          <TableHead>Address</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id} className="max-sm:grid max-sm:py-1 [&_td]:max-sm:h-auto">
            <TableCell className="whitespace-nowrap max-sm:text-muted-foreground">
              <RelativeTime at={row.at} />
            </TableCell>
            <TableCell className="max-w-56 truncate" title={row.actor}>
              {row.actor}
            </TableCell>
            <TableCell className="max-sm:order-first max-sm:font-medium">
              <What row={row} />
            </TableCell>
            <TableCell className="text-xs [overflow-wrap:anywhere] text-muted-foreground">
              <Details row={row} />
            </TableCell>
            <TableCell className="font-mono text-xs whitespace-nowrap text-muted-foreground">
              {row.ip}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Where a thing is looked at, by what stands before the dot of an action. */
const PAGES: Readonly<Record<string, string>> = {
  export: '/exports',
  destination: '/destinations',
};

function What({ row: { action, subject, words } }: { row: AuditTableProps['rows'][number] }) {
  const [thing = '', verb] = action.split('.');
  const page = verb === 'delete' || verb === 'refused' ? undefined : PAGES[thing];
  if (!page) return words;
  return (
    <Link
      href={`${page}/${subject}`}
      prefetch={false}
      className="underline decoration-border-strong underline-offset-2 hover:decoration-current"
    >
      {words}
    </Link>
  );
}

function Details({ row: { detail, subject } }: { row: AuditRow }) {
  const facts = Object.entries(detail).map(
    ([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`,
  );
  return (
    <>
      {facts.join(' · ')}
      {facts.length > 0 && <br />}
      <Link
        href={`/audit?subject=${encodeURIComponent(subject)}`}
        prefetch={false}
        title="Everything that was done to it"
        className="font-mono hover:underline"
      >
        {subject}
      </Link>
    </>
  );
}
