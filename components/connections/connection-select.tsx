'use client';

import { Cable } from 'lucide-react';
import { NativeSelect } from '#components/ui/native-select.tsx';

export type ConnectionOption = { id: string; name: string };

type ConnectionSelectProps = {
  label: string;
  /** Of those beside the built-in engine. */
  connections: readonly ConnectionOption[];
  value: string;
  onChange: (id: string) => void;
};

/** Which connection; there is nothing to choose where the built-in engine is the only one. */
export function ConnectionSelect({ label, connections, value, onChange }: ConnectionSelectProps) {
  if (connections.length === 0) return null;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Cable aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      <NativeSelect
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="w-56 max-w-full"
      >
        <option value="builtin">Built-in engine</option>
        {connections.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </NativeSelect>
    </span>
  );
}
