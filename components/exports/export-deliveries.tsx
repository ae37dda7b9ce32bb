'use client';

import type { ExportDetail, FileDelivery } from '#lib/exports/types.ts';
import { plural } from '#lib/ui/plural.ts';
import { DeliveryList } from './delivery-list.tsx';

const isThere = ({ status }: FileDelivery) => status === 'done' || status === 'skipped';

/** What did not arrive, and why. */
export function MissingFiles({ detail }: { detail: ExportDetail }) {
  const missing = (detail.deliveries?.rows ?? []).filter((row) => !isThere(row));
  if (missing.length === 0) return null;
  return (
    <section aria-labelledby="missing-heading" className="grid gap-3">
      <h2 id="missing-heading" className="text-lg font-semibold">
        {plural(missing.length, 'file')} not delivered
      </h2>
      <DeliveryList
        label="Files not delivered"
        rows={missing}
        ended
        // The reason of the only one stands above already.
        withReasons={missing.length > 1}
      />
    </section>
  );
}

/** What arrived after some tries that failed. */
export function LateFiles({ detail }: { detail: ExportDetail }) {
  const late = (detail.deliveries?.rows ?? []).filter(isThere);
  if (late.length === 0) return null;
  return (
    <section aria-labelledby="late-heading" className="grid gap-3">
      <h2 id="late-heading" className="text-lg font-semibold">
        {plural(late.length, 'file')} needed more than one try
      </h2>
      <DeliveryList label="Files that needed more than one try" rows={late} ended />
    </section>
  );
}
