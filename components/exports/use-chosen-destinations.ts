'use client';

import { useCallback, useRef, useState } from 'react';
import type { UsableDestination } from '#lib/destinations/types.ts';
import type { ReadOptions } from './chosen-destination.tsx';

export type DestinationDelivery = { destinationId: string; options: Record<string, unknown> };

/** Which destinations are chosen, and what was filled in for each. */
export function useChosenDestinations(start: readonly UsableDestination[]) {
  const [chosen, setChosen] = useState<readonly UsableDestination[]>(start);
  const readers = useRef(new Map<string, ReadOptions>());
  const onReader = useCallback((id: string, read: ReadOptions | undefined) => {
    if (read) readers.current.set(id, read);
    else readers.current.delete(id);
  }, []);
  return {
    chosen,
    onReader,
    toggle: (one: UsableDestination) =>
      setChosen((before) =>
        before.some(({ id }) => id === one.id)
          ? before.filter(({ id }) => id !== one.id)
          : [...before, one],
      ),
    keepOnly: (ids: ReadonlySet<string>) =>
      setChosen((before) => before.filter(({ id }) => ids.has(id))),
    /** Undefined when something is wrong, which is then shown at its field. */
    async read(): Promise<DestinationDelivery[] | undefined> {
      const deliveries: DestinationDelivery[] = [];
      for (const { id } of chosen) {
        const options = await readers.current.get(id)?.();
        if (!options) return undefined;
        deliveries.push({ destinationId: id, options });
      }
      return deliveries;
    },
  };
}
