'use client';

import { useWatch } from 'react-hook-form';
import type { FormValues } from '#lib/operations/form-schema.ts';
import { draftOptions } from '#lib/operations/form-schema.ts';
import { namesFor } from '#lib/operations/names.ts';
import { useOperationForm } from './form-context.ts';

const SHOWN = 4;
const EXAMPLES = ['invoice.pdf', 'scan.pdf'];

/** The names that the files will get, as the form stands. */
export function NamesPreview({ filenames }: { filenames: readonly string[] }) {
  const { operation } = useOperationForm();
  const values = useWatch<FormValues>() as FormValues;
  const options = draftOptions(operation, values);
  const given = filenames.length > 0 ? filenames : EXAMPLES;
  const named = namesFor(operation, options, given);
  const names = named.ok ? named.names : [];
  return (
    <div className="grid gap-1 rounded border bg-muted px-3 py-2 text-xs">
      <p className="text-muted-foreground">
        {filenames.length > 0 ? 'Names at the target' : 'Names at the target, for example'}
      </p>
      {named.ok ? (
        <ul aria-label="Names at the target" className="grid gap-0.5 font-mono break-all">
          {names.slice(0, SHOWN).map((name) => (
            <li key={name}>{name}</li>
          ))}
          {names.length > SHOWN && (
            <li className="font-sans text-muted-foreground">
              and {names.length - SHOWN} more, the last one{' '}
              <span className="font-mono">{names.at(-1)}</span>
            </li>
          )}
        </ul>
      ) : (
        <p className={filenames.length > 0 ? 'text-danger' : 'text-muted-foreground'}>
          {filenames.length > 0 ? named.message : 'This name fits one file. Use %d for several.'}
        </p>
      )}
    </div>
  );
}
