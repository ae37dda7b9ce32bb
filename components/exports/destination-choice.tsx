'use client';

import type { UsableDestination } from '#lib/destinations/types.ts';
import type { ExportStart } from '#lib/exports/prepare-export.ts';
import { ChosenDestination } from './chosen-destination.tsx';
import type { DeliveryErrors } from './delivery-errors.ts';
import { DestinationPicker, type UsablePage } from './destination-picker.tsx';
import type { useChosenDestinations } from './use-chosen-destinations.ts';

type DestinationChoiceProps = {
  page: UsablePage;
  destinations: ReturnType<typeof useChosenDestinations>;
  start: ExportStart | undefined;
  filenames: readonly string[];
  places: DeliveryErrors['places'];
  onToggle: (destination: UsableDestination) => void;
  onSubmit: () => void;
};

/** The saved destinations, and what is to be said and filled in of those that are chosen. */
export function DestinationChoice(props: DestinationChoiceProps) {
  const { destinations, start, onToggle } = props;
  return (
    <>
      <DestinationPicker page={props.page} chosen={destinations.chosen} onToggle={onToggle} />
      {destinations.chosen.map((one, index) => (
        <ChosenDestination
          key={one.id}
          destination={one}
          start={start?.destination?.id === one.id ? start.destination.options : undefined}
          filenames={props.filenames}
          errors={props.places.get(index)}
          onReader={destinations.onReader}
          onSubmit={props.onSubmit}
          onRemove={() => onToggle(one)}
        />
      ))}
    </>
  );
}
