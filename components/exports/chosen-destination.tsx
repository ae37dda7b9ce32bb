'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useMemo, useRef } from 'react';
import { ColourDot } from '#components/destinations/colour-dot.tsx';
import { NamesList } from '#components/operation-form/names-list.tsx';
import { type FormHandle, OperationForm } from '#components/operation-form/operation-form.tsx';
import { OperationIcon } from '#components/operation-icon.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { UsableDestination } from '#lib/destinations/types.ts';
import type { FieldErrors } from '#lib/errors.ts';
import { openPart } from '#lib/operations/partial.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { secretFields } from '#lib/operations/secrets.ts';
import { formatBytes } from '#lib/ui/bytes.ts';

/** Reads what was filled in; undefined when something is wrong with it. */
export type ReadOptions = () => Promise<Record<string, unknown> | undefined>;

type ChosenDestinationProps = {
  destination: UsableDestination;
  /** What the form starts with, where that is not what the destination says. */
  start: Record<string, unknown> | undefined;
  filenames: readonly string[];
  errors: FieldErrors | undefined;
  /** Tells the page how to read it, and undefined when it goes. */
  onReader: (id: string, read: ReadOptions | undefined) => void;
  onSubmit: () => void;
  onRemove: () => void;
};

/** A destination that was chosen: what is fixed as a summary, what is open as a form. */
export function ChosenDestination(props: ChosenDestinationProps) {
  const { destination, errors, filenames, onReader, start } = props;
  const { id, name, openFields, storedOpen } = destination;
  const whole = getOperation(destination.operation);
  const operation = useMemo(
    () => openPart(whole, openFields, storedOpen),
    [whole, openFields, storedOpen],
  );
  const handle = useRef<FormHandle>(null);
  const hasForm = openFields.length > 0;
  useEffect(() => {
    const secrets = secretFields(whole);
    onReader(id, async () => {
      if (!hasForm) return {};
      const read = await handle.current?.read();
      // What was emptied is said: what is not said stays as the destination has it.
      const emptied = openFields.filter((field) => !secrets.includes(field));
      return read && { ...Object.fromEntries(emptied.map((field) => [field, null])), ...read };
    });
    return () => onReader(id, undefined);
  }, [id, hasForm, onReader, openFields, whole]);

  const fixedNaming = Object.fromEntries(
    Object.entries(destination.naming).filter(([field]) => !openFields.includes(field)),
  );
  const around = { options: fixedNaming, prefix: destination.prefix ?? '' };
  const hasNames = Object.keys(whole.naming).length > 0;
  const namesOpen = Object.values(whole.naming).some((field) => openFields.includes(field));
  const fixed = Object.entries(errors ?? {}).filter(
    ([field]) => !openFields.includes(field.split('.')[0] ?? ''),
  );
  return (
    <section aria-label={name} className="grid gap-3 rounded-md border bg-card p-3">
      <header className="flex items-center gap-2">
        <ColourDot colour={destination.colour} />
        <h4 className="min-w-0 flex-1 truncate text-sm font-semibold">
          <Link href={`/destinations/${id}`} prefetch={false} className="rounded-sm">
            {name}
          </Link>
        </h4>
        <OperationIcon operation={destination.operation} />
        <span className="text-xs text-muted-foreground">{whole.title}</span>
        <IconButton icon={X} label={`Leave out ${name}`} size="sm" onClick={props.onRemove} />
      </header>
      {destination.expired && (
        <Alert tone="warning">
          Its credentials have ended: the delivery will probably be refused. Whoever manages {name}{' '}
          can renew them.
        </Alert>
      )}
      {destination.keyOffered && (
        <Alert tone="danger">
          The server shows another host key. Deliveries stop until somebody trusts it.
        </Alert>
      )}
      <Summary destination={destination} />
      {destination.notes && (
        <p className="text-sm whitespace-pre-line text-muted-foreground">{destination.notes}</p>
      )}
      {fixed.map(([field, texts]) => (
        <Alert key={field} tone="danger" role="alert">
          {texts.join(' ')}
        </Alert>
      ))}
      {hasForm && (
        <OperationForm
          operation={operation}
          label={`Options of ${name}`}
          defaultValues={{ ...destination.options, ...start }}
          filenames={filenames}
          names={around}
          fieldErrors={errors}
          handle={handle}
          onSubmit={props.onSubmit}
        />
      )}
      {hasNames && !namesOpen && (
        <NamesList operation={whole} options={{}} filenames={filenames} around={around} />
      )}
    </section>
  );
}

function Summary({ destination }: { destination: UsableDestination }) {
  const { summary, fencePrefix, fenceBytes } = destination;
  const rules = [
    ...(fencePrefix ? [{ label: 'Allowed prefix', value: fencePrefix }] : []),
    ...(fenceBytes === null ? [] : [{ label: 'Largest file', value: formatBytes(fenceBytes) }]),
  ];
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
      {[...summary, ...rules].map(({ label, value }) => (
        <div key={label} className="min-w-0">
          <dt className="text-xs text-muted-foreground">{label}</dt>
          <dd className="max-w-72 truncate" title={value}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
