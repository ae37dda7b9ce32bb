import { RelativeTime } from '#components/relative-time.tsx';
import type { HistoryEntry } from '#lib/destinations/types.ts';

const WORDS: Readonly<Record<string, string>> = {
  create: 'Made',
  update: 'Changed',
  copy: 'Copied from another',
  import: 'Made of a file',
  test: 'Tested',
  'trust-host-key': 'Host key trusted',
};

/** Who changed what and when. Of secrets the name, never what they were. */
export function DestinationHistory({ entries }: { entries: HistoryEntry[] }) {
  return (
    <section aria-labelledby="history-heading" className="grid gap-3">
      <h2 id="history-heading" className="text-lg font-semibold">
        History
      </h2>
      <ol className="grid gap-2.5 text-sm">
        {entries.map(({ id, at, actor, action, fields }) => (
          <li key={id} className="grid border-s-2 ps-2.5">
            <span>
              {WORDS[action] ?? action}
              {fields.length > 0 && action !== 'create' && (
                <span className="text-muted-foreground">: {fields.join(', ')}</span>
              )}
            </span>
            <span className="text-xs wrap-anywhere text-muted-foreground">
              <RelativeTime at={at} /> by {actor}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
