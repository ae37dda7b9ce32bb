'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useDeferredValue, useId, useState } from 'react';
import { ColourDot } from '#components/destinations/colour-dot.tsx';
import { ExpiryBadge } from '#components/destinations/expiry-badge.tsx';
import { fetchJson } from '#components/fetch-json.ts';
import { OperationIcon } from '#components/operation-icon.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Input } from '#components/ui/input.tsx';
import type { UsableDestination } from '#lib/destinations/types.ts';

export type UsablePage = { destinations: UsableDestination[]; more: boolean };

type DestinationPickerProps = {
  page: UsablePage;
  chosen: readonly UsableDestination[];
  onToggle: (destination: UsableDestination) => void;
};

/** Fewer are found by looking. */
const FEW = 6;

/** Saved destinations to export to: one, or several at once. */
export function DestinationPicker({ page, chosen, onToggle }: DestinationPickerProps) {
  const id = useId();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const { data = page, isError } = useQuery({
    queryKey: ['destinations', wanted],
    queryFn: ({ signal }) =>
      fetchJson<UsablePage>(`/api/destinations?q=${encodeURIComponent(wanted)}`, signal),
    // A page without any may be older than the first that was saved from it.
    ...(wanted === '' && page.destinations.length > 0 ? { initialData: page } : {}),
    staleTime: 30_000,
    placeholderData: keepPreviousData,
  });
  const isChosen = (one: UsableDestination) => chosen.some((each) => each.id === one.id);
  // What is chosen stays in sight, whatever is looked for.
  const found = data.destinations;
  const shown = [...chosen.filter((one) => !found.some((each) => each.id === one.id)), ...found];
  const several = page.more || page.destinations.length > FEW;
  return (
    // biome-ignore lint/a11y/useSemanticElements: fieldset and legend cannot be laid out as a grid everywhere.
    <div role="group" aria-labelledby={`${id}-title`} className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id={`${id}-title`} className="text-sm font-semibold">
          Saved destinations
        </h3>
        {several && (
          <div className="relative w-full sm:w-56">
            <Search
              aria-hidden
              className="pointer-events-none absolute start-2 top-2 size-4 text-muted-foreground"
            />
            <Input
              type="search"
              aria-label="Search saved destinations"
              placeholder="Name, place or notes"
              maxLength={200}
              autoComplete="off"
              value={text}
              onChange={(event) => setText(event.target.value)}
              className="ps-8"
            />
          </div>
        )}
      </div>
      <ul className="grid rounded-md border bg-card">
        {shown.map((one) => (
          <li
            key={one.id}
            className="flex min-h-9 items-center gap-2.5 border-b px-3 py-1 last:border-b-0 has-data-[state=checked]:bg-primary-soft"
          >
            <Checkbox
              id={`${id}-${one.id}`}
              checked={isChosen(one)}
              onCheckedChange={() => onToggle(one)}
            />
            <label
              htmlFor={`${id}-${one.id}`}
              className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2.5 gap-y-0.5 text-sm"
            >
              <span className="flex min-w-0 items-center gap-2 font-medium sm:w-56">
                <ColourDot colour={one.colour} />
                <span className="truncate">{one.name}</span>
              </span>
              <span className="flex min-w-0 flex-1 items-center gap-1.5 text-xs text-muted-foreground">
                <OperationIcon operation={one.operation} />
                <span className="truncate">{one.place}</span>
              </span>
              {one.keyOffered && <Badge tone="danger">Other host key</Badge>}
              {one.expiresAt && <ExpiryBadge at={one.expiresAt} withTime={false} />}
            </label>
          </li>
        ))}
        {shown.length === 0 && (
          <li className="px-3 py-2 text-sm text-muted-foreground">No destination matches.</li>
        )}
      </ul>
      {isError && (
        <p role="alert" className="text-sm text-danger">
          The server cannot be reached. Try again in a moment.
        </p>
      )}
      {data.more && (
        <p className="text-xs text-muted-foreground">There are more: search for them by name.</p>
      )}
    </div>
  );
}
