import { Pencil, RefreshCw, Trash2, TriangleAlert } from 'lucide-react';
import { RelativeTime } from '#components/relative-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { TableCell, TableRow } from '#components/ui/table.tsx';
import type { ConnectionRow } from '#lib/connections/list-connections.ts';

// On a narrow screen the cells of a row stand under each other.
const ROW = 'max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:gap-x-2';
const FIRST = 'max-sm:h-auto max-sm:basis-full';
const REST = 'max-sm:h-auto';

export function BuiltinTableRow() {
  return (
    <TableRow className={ROW}>
      <TableCell className={FIRST}>
        <span className="font-medium">Built-in engine</span>
        <span className="block text-xs text-muted-foreground">Runs on this server</span>
      </TableCell>
      <TableCell className={REST}>
        <Badge tone="success">Ready</Badge>
      </TableCell>
      <TableCell className="max-lg:hidden">–</TableCell>
      <TableCell className="max-lg:hidden">–</TableCell>
      <TableCell className="max-md:hidden">–</TableCell>
      <TableCell className="max-sm:hidden" />
    </TableRow>
  );
}

type ConnectionTableRowProps = {
  row: ConnectionRow;
  checking: boolean;
  /** Absent for who may only look. */
  onCheck?: () => void;
  onEdit?: () => void;
  onDelete?: () => void;
};

export function ConnectionTableRow(props: ConnectionTableRowProps) {
  const { row, checking, onCheck, onEdit, onDelete } = props;
  const warnings = warningsOf(row);
  return (
    <TableRow className={ROW}>
      <TableCell className={`${FIRST} py-1.5`}>
        <span className="font-medium">{row.name}</span>
        <code className="block text-xs break-all text-muted-foreground">{row.baseUrl}</code>
        {warnings.map((text) => (
          <span key={text} className="mt-1 flex max-w-prose gap-1.5 text-sm">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
            {text}
          </span>
        ))}
        <span className="block text-xs text-muted-foreground lg:hidden">
          {row.account}
          {row.credits !== null && ` · ${creditsOf(row)} credits`}
        </span>
      </TableCell>
      <TableCell className={`${REST} whitespace-nowrap`}>
        <State row={row} />
      </TableCell>
      <TableCell className="max-lg:hidden">{row.account ?? '–'}</TableCell>
      <TableCell className="tabular-nums max-lg:hidden">{creditsOf(row)}</TableCell>
      <TableCell className="whitespace-nowrap max-md:hidden">
        {row.checkedAt ? <RelativeTime at={row.checkedAt} /> : 'Never'}
      </TableCell>
      <TableCell className={`${REST} max-sm:ms-auto`}>
        <span className="flex justify-end gap-1">
          {onCheck && (
            <Button size="sm" busy={checking} onClick={onCheck} aria-label={`Check ${row.name}`}>
              {!checking && <RefreshCw aria-hidden />}
              Check
            </Button>
          )}
          {onEdit && (
            <IconButton size="sm" icon={Pencil} label={`Change ${row.name}`} onClick={onEdit} />
          )}
          {onDelete && (
            <IconButton size="sm" icon={Trash2} label={`Delete ${row.name}`} onClick={onDelete} />
          )}
        </span>
      </TableCell>
    </TableRow>
  );
}

function State({ row }: { row: ConnectionRow }) {
  if (row.trouble) {
    return (
      <>
        <Badge tone="danger">Not usable</Badge>
        <span className="block text-xs text-muted-foreground">
          began <RelativeTime at={row.trouble.since} />
        </span>
      </>
    );
  }
  if (warningsOf(row).length > 0) return <Badge tone="warning">Limited</Badge>;
  return <Badge tone="success">Ready</Badge>;
}

const creditsOf = ({ credits }: ConnectionRow): string =>
  credits === null ? '–' : credits.toLocaleString('en-GB');

/** What lacks because of a scope that the key does not have. */
const WITHOUT: Record<string, string> = {
  'user.read': 'account and credits are not shown',
  'task.read': 'files and the state of exports cannot be read',
  'task.write': 'nothing can be exported, cancelled or deleted',
};

function warningsOf({ trouble, missingScopes, credits }: ConnectionRow): string[] {
  return [
    ...(trouble ? [trouble.message] : []),
    ...missingScopes.map(
      (scope) => `The key lacks the scope ${scope}: ${WITHOUT[scope] ?? 'some things will fail'}.`,
    ),
    ...(credits !== null && credits <= 0 ? ['The account has no credits left.'] : []),
  ];
}
