import type { DestinationDetail } from '#lib/destinations/types.ts';
import { getField } from '#lib/operations/operation.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { formatBytes } from '#lib/ui/bytes.ts';
import { Fact } from './destination-facts.tsx';

type DestinationSummaryProps = {
  detail: DestinationDetail;
  /** Its options, as the form calls them. */
  summary: { label: string; value: string }[];
};

/** What a destination does, for those who may use it and not change it. */
export function DestinationSummary({ detail, summary }: DestinationSummaryProps) {
  const operation = getOperation(detail.operation);
  const labelOf = (name: string) => getField(operation, name).meta.label;
  const stored = Object.keys(detail.secrets);
  return (
    <section aria-labelledby="summary-heading" className="grid content-start gap-3">
      <h2 id="summary-heading" className="text-lg font-semibold">
        Settings
      </h2>
      <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2">
        {summary.map(({ label, value }) => (
          <Fact key={label} term={label}>
            <span className="break-all whitespace-pre-line">{value}</span>
          </Fact>
        ))}
        {stored.map((name) => (
          <Fact key={name} term={labelOf(name)}>
            <span className="text-muted-foreground">Stored, shown to nobody</span>
          </Fact>
        ))}
        {detail.prefix && (
          <Fact term="Prefix">
            <code className="break-all">{detail.prefix}</code>
          </Fact>
        )}
        {detail.fencePrefix && (
          <Fact term="Allowed prefix">
            <code className="break-all">{detail.fencePrefix}</code>
          </Fact>
        )}
        {detail.fenceBytes !== null && (
          <Fact term="Largest file">{formatBytes(detail.fenceBytes)}</Fact>
        )}
        {detail.openFields.length > 0 && (
          <Fact term="Left open">{detail.openFields.map(labelOf).join(', ')}</Fact>
        )}
      </dl>
      {detail.notes && <p className="text-sm whitespace-pre-line">{detail.notes}</p>}
    </section>
  );
}
