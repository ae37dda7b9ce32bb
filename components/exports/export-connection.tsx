'use client';

import {
  type ConnectionOption,
  ConnectionSelect,
} from '#components/connections/connection-select.tsx';
import { plural } from '#lib/ui/plural.ts';

type ExportConnectionProps = {
  connections: readonly ConnectionOption[];
  connection: string;
  onChoose: (id: string) => void;
  /** Files added so far, to whichever connection. */
  drafts: readonly { connection: string }[];
};

/**
 * Where the export runs. Files belong to the connection that they were added to: those of another one
 * stay with it, and it is said that they are not part of this export.
 */
export function ExportConnection(props: ExportConnectionProps) {
  const { connections, connection, onChoose, drafts } = props;
  if (connections.length === 0) return null;
  const elsewhere = drafts.filter((item) => item.connection !== connection);
  const names = [...new Set(elsewhere.map((item) => item.connection))].map(
    (id) => connections.find((one) => one.id === id)?.name ?? 'Built-in engine',
  );
  const isOne = elsewhere.length === 1;
  return (
    <section aria-labelledby="connection-heading" className="grid gap-2">
      <h2 id="connection-heading" className="text-lg font-semibold">
        Connection
      </h2>
      <ConnectionSelect
        label="Connection that runs the export"
        connections={connections}
        value={connection}
        onChange={onChoose}
      />
      <p role="status" className="text-sm text-muted-foreground">
        {elsewhere.length > 0
          ? `${plural(elsewhere.length, 'file')} added to ${names.join(' and ')} ${isOne ? 'stays' : 'stay'} there, and ${isOne ? 'is' : 'are'} not part of this export.`
          : 'Files are added to the connection that runs the export.'}
      </p>
    </section>
  );
}
