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
import type { DeliveryRow } from '#lib/developers/delivery-types.ts';
import { plural } from '#lib/ui/plural.ts';
import { DeliveryStatus } from './delivery-status.tsx';

type DeliveryListProps = {
  rows: DeliveryRow[];
  /** The path under which each has its page. */
  base: string;
  /** Whether they went to many addresses, so that each has to say its own. */
  addresses: boolean;
};

export function DeliveryList({ rows, base, addresses }: DeliveryListProps) {
  return (
    <Table label="Deliveries">
      <TableHeader>
        <TableRow>
          <TableHead>Event</TableHead>
          <TableHead>Status</TableHead>
          <TableHead className="max-md:hidden">Answer</TableHead>
          <TableHead className="max-lg:hidden">{addresses ? 'Address' : 'Job'}</TableHead>
          <TableHead>When</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id} className="relative">
            <TableCell className="whitespace-nowrap">
              <Link
                href={`${base}/${row.id}`}
                prefetch={false}
                // The whole row is the target.
                className="rounded-sm font-medium after:absolute after:inset-0"
              >
                {row.event}
              </Link>
            </TableCell>
            <TableCell>
              <DeliveryStatus status={row.status} />
            </TableCell>
            <TableCell className="max-w-0 min-w-40 truncate max-md:hidden sm:w-1/3">
              <Outcome row={row} />
            </TableCell>
            <TableCell className="max-w-60 truncate font-mono text-xs max-lg:hidden">
              {addresses ? row.url : row.jobId}
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <RelativeTime at={row.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Outcome({ row: { last, status, tries, nextAt } }: { row: DeliveryRow }) {
  return (
    <>
      {last}
      {tries > 1 && (
        <span className="text-muted-foreground"> · {plural(tries, 'try', 'tries')}</span>
      )}
      {status === 'waiting' && tries > 0 && nextAt && (
        <span className="text-muted-foreground">
          {' · '}
          again <RelativeTime at={nextAt} />
        </span>
      )}
    </>
  );
}
