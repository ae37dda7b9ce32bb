'use client';

import { KeyRound, Lock, Users } from 'lucide-react';
import Link from 'next/link';
import { OperationIcon } from '#components/operation-icon.tsx';
import { RelativeTime } from '#components/relative-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '#components/ui/table.tsx';
import type { DestinationRow } from '#lib/destinations/types.ts';
import { ColourDot } from './colour-dot.tsx';
import { ExpiryBadge } from './expiry-badge.tsx';
import { TestState } from './test-state.tsx';

type DestinationTableProps = {
  rows: DestinationRow[];
  /** Titles of operations by id. */
  titles: Record<string, string>;
};

/**
 * Saved destinations by name. On a narrow screen the cells of a row stand under each other. The server
 * sends rows and draws them; as a server component it would send each cell a second time.
 */
export function DestinationTable({ rows, titles }: DestinationTableProps) {
  return (
    <Table label="Destinations">
      <TableHeader className="max-md:sr-only">
        <TableRow>
          <TableHead>Name</TableHead>
          <TableHead>Place</TableHead>
          <TableHead>Shared with</TableHead>
          <TableHead>State</TableHead>
          <TableHead>Last used</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.id} row={row} title={titles[row.operation] ?? row.operation} />
        ))}
      </TableBody>
    </Table>
  );
}

const NARROW = 'max-md:h-auto max-md:py-0';

function Row({ row, title }: { row: DestinationRow; title: string }) {
  const Shared = row.shared ? Users : Lock;
  return (
    <TableRow className="relative max-md:flex max-md:flex-wrap max-md:items-center max-md:py-1.5">
      <TableCell className="max-w-0 min-w-48 md:w-1/4 max-md:h-auto max-md:max-w-full max-md:basis-full">
        <Link
          href={`/destinations/${row.id}`}
          prefetch={false}
          // The whole row is the target.
          className="flex items-center gap-2 rounded-sm font-medium after:absolute after:inset-0"
        >
          <ColourDot colour={row.colour} />
          <span className="min-w-0 truncate" title={row.name}>
            {row.name}
          </span>
        </Link>
      </TableCell>
      <TableCell
        className={`max-w-0 min-w-52 md:w-1/3 max-md:max-w-full max-md:basis-full ${NARROW}`}
      >
        <span className="flex items-center gap-1.5">
          <OperationIcon operation={row.operation} />
          <span className="min-w-0 truncate" title={row.place}>
            {title}
            <span className="text-muted-foreground"> · {row.place}</span>
          </span>
        </span>
      </TableCell>
      <TableCell className={`whitespace-nowrap ${NARROW}`}>
        <span className="flex items-center gap-1.5 text-muted-foreground">
          <Shared aria-hidden className="size-4" />
          {row.shared ? 'Team' : 'Only me'}
        </span>
      </TableCell>
      <TableCell className={NARROW}>
        <span className="flex flex-wrap items-center gap-1.5">
          {row.keyOffered && (
            <Badge tone="danger">
              <KeyRound aria-hidden />
              Other host key
            </Badge>
          )}
          <TestState test={row.test} testedAt={row.testedAt} />
          {row.expiresAt && <ExpiryBadge at={row.expiresAt} withTime={false} />}
        </span>
      </TableCell>
      <TableCell className={`whitespace-nowrap text-muted-foreground ${NARROW}`}>
        {row.lastUsedAt ? <RelativeTime at={row.lastUsedAt} /> : 'Never used'}
      </TableCell>
    </TableRow>
  );
}
