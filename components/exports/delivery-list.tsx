'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { FileDelivery } from '#lib/exports/types.ts';
import { plural } from '#lib/ui/plural.ts';
import { DeliveryRow } from './delivery-row.tsx';
import type { Pace } from './track-pace.ts';

/** Rows before somebody asks for more. */
const SHOWN = 12;

type DeliveryListProps = {
  label: string;
  /** Those first that somebody would look for. */
  rows: readonly FileDelivery[];
  /** How many there are, when not all of them are among the rows. */
  count?: number;
  paces?: ReadonlyMap<number, Pace>;
  ended: boolean;
  /** Says at each that failed why it did. */
  withReasons?: boolean;
};

/** Files on their way, or what became of them; a long list is folded. */
export function DeliveryList(props: DeliveryListProps) {
  const { label, rows, count, paces, ended, withReasons = false } = props;
  const [all, setAll] = useState(false);
  // One more is shown rather than a button for it.
  const shown = all || rows.length <= SHOWN + 1 ? rows : rows.slice(0, SHOWN);
  const folded = rows.length - shown.length;
  const beyond = (count ?? rows.length) - rows.length;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <ul aria-label={label} className="divide-y rounded-md border bg-card">
        {shown.map((file) => (
          <DeliveryRow
            key={file.position}
            file={file}
            speed={paces?.get(file.position)?.speed ?? null}
            ended={ended}
            withReason={withReasons}
          />
        ))}
      </ul>
      <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted-foreground empty:hidden">
        {folded > 0 && (
          <Button size="sm" variant="ghost" onClick={() => setAll(true)}>
            Show {folded} more
          </Button>
        )}
        {beyond > 0 && `and ${plural(beyond, 'file')} delivered or waiting`}
      </p>
    </div>
  );
}
