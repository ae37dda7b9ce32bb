import Link from 'next/link';
import { OperationIcon } from '#components/operation-icon.tsx';
import type { ExportDetail } from '#lib/exports/types.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { formatBytes } from '#lib/ui/bytes.ts';
import { plural } from '#lib/ui/plural.ts';

/** One option as the form calls it. */
export type Asked = { label: string; value: string };

type ExportAskedProps = { operation: string; asked: Asked[]; detail: ExportDetail };

/** Names shown before the list is cut: the page is about the export, not about a thousand names. */
const NAMES_SHOWN = 20;

/** What the export was asked to do. Secrets are not kept, and so not shown. */
export function ExportAsked({ operation, asked, detail }: ExportAskedProps) {
  const shown = detail.filenames.slice(0, NAMES_SHOWN);
  const more = detail.fileCount - shown.length;
  return (
    <section aria-labelledby="asked-heading" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="asked-heading" className="text-lg font-semibold">
        What was asked
      </h2>
      <dl className="grid grid-cols-[minmax(0,1fr)] gap-2 text-sm">
        <Entry label="Operation">
          <OperationIcon operation={detail.operation} className="me-1.5 inline align-[-0.2em]" />
          {operation} <code className="text-xs text-muted-foreground">{detail.operation}</code>
        </Entry>
        {detail.remote && (
          <Entry label="Connection">
            <span className="break-words">{detail.remote.name}</span>
          </Entry>
        )}
        {detail.destination && (
          <Entry label="Destination">
            {detail.destination.id ? (
              <Link
                href={`/destinations/${detail.destination.id}`}
                prefetch={false}
                className="rounded-sm underline underline-offset-2"
              >
                {detail.destination.name}
              </Link>
            ) : (
              detail.destination.name
            )}
          </Entry>
        )}
        {detail.siblings.length > 0 && (
          <Entry label="Submitted together with">
            <ul>
              {detail.siblings.map((one) => (
                <li key={one.id}>
                  <Link
                    href={`/exports/${one.id}`}
                    prefetch={false}
                    className="rounded-sm underline underline-offset-2"
                  >
                    {one.name ?? getOperation(one.operation).title}
                  </Link>{' '}
                  <span className="text-muted-foreground">{one.status}</span>
                </li>
              ))}
            </ul>
          </Entry>
        )}
        {asked.map(({ label, value }) => (
          <Entry key={label} label={label}>
            <span className="break-all">{value}</span>
          </Entry>
        ))}
        <Entry label={plural(detail.fileCount, 'file')}>
          <ul>
            {shown.map((name, i) => (
              // Names may stand twice, and the list never changes its order.
              // biome-ignore lint/suspicious/noArrayIndexKey: see above.
              <li key={i} className="truncate" title={name}>
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
          {more > 0 && <span className="text-muted-foreground">and {more} more</span>}
        </Entry>
        {detail.bytesTotal !== null && <Entry label="Size">{formatBytes(detail.bytesTotal)}</Entry>}
        <Entry label="Export id">
          <code className="text-xs break-all">{detail.id}</code>
        </Entry>
        {detail.taskId && (
          <Entry label="Task id">
            <code className="text-xs break-all">{detail.taskId}</code>
          </Entry>
        )}
      </dl>
    </section>
  );
}

function Entry({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted-foreground">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
