import { StatusBadge } from '#components/ui/status-badge.tsx';
import type { ExportRow } from '#lib/exports/types.ts';

/** The status in a word: who cancels an export does not want to read "Error". */
export function ExportStatus({ row }: { row: Pick<ExportRow, 'status' | 'code'> }) {
  const cancelled = row.status === 'error' && row.code === 'CANCELLED';
  return (
    <StatusBadge status={row.status} className="align-middle">
      {cancelled ? 'Cancelled' : undefined}
    </StatusBadge>
  );
}
