'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Table, TableBody, TableHead, TableHeader, TableRow } from '#components/ui/table.tsx';
import type { ExportDetail } from '#lib/exports/types.ts';
import { plural } from '#lib/ui/plural.ts';
import { receiptJson } from './receipt-json.ts';
import { idsOf, ReceiptRow } from './receipt-row.tsx';
import { saveText } from './save-text.ts';

/** Rows before somebody asks for all. */
const SHOWN = 20;

/** What a target says it wrote, and where. */
export function ExportReceipt({ detail }: { detail: ExportDetail }) {
  const { files } = detail;
  const [all, setAll] = useState(false);
  const shown = all || files.length <= SHOWN + 1 ? files : files.slice(0, SHOWN);
  const locations = files.flatMap(({ location }) => location ?? []);
  const skipped = files.filter((file) => file.skipped).length;
  const withIds = files.some((file) => idsOf(file).length > 0);
  return (
    <section aria-labelledby="receipt-heading" className="grid min-w-0 gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="receipt-heading" className="text-lg font-semibold">
          {plural(files.length - skipped, 'file')} delivered
          {skipped > 0 && `, ${skipped} ${skipped === 1 ? 'was' : 'were'} there already`}
        </h2>
        <Actions detail={detail} locations={locations} />
      </div>
      <div className="min-w-0 rounded-md border bg-card">
        <Table label="Receipt">
          <TableHeader className="max-sm:sr-only">
            <TableRow>
              <TableHead className="ps-3">File and location</TableHead>
              <TableHead className="text-end">Size</TableHead>
              <TableHead>SHA-256</TableHead>
              {withIds && <TableHead>At the target</TableHead>}
            </TableRow>
          </TableHeader>
          <TableBody>
            {shown.map((file, i) => (
              // The list never changes its order, and names may stand twice.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above.
              <ReceiptRow key={i} file={file} withIds={withIds} />
            ))}
          </TableBody>
        </Table>
      </div>
      {shown.length < files.length && (
        <Button size="sm" variant="ghost" className="w-fit" onClick={() => setAll(true)}>
          Show all {files.length}
        </Button>
      )}
    </section>
  );
}

function Actions({ detail, locations }: { detail: ExportDetail; locations: string[] }) {
  const json = receiptJson(detail);
  return (
    <span className="flex flex-wrap gap-2">
      {locations.length > 1 && (
        <CopyButton size="sm" value={locations.join('\n')} label="Copy all locations" />
      )}
      <CopyButton size="sm" value={json} label="Copy as JSON" />
      <Button
        size="sm"
        onClick={() => saveText(`receipt-${detail.id}.json`, 'application/json', json)}
      >
        <Download aria-hidden />
        Download JSON
      </Button>
    </span>
  );
}
