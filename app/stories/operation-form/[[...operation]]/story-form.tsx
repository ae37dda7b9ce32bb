'use client';

import { useState } from 'react';
import { OperationForm } from '#components/operation-form/operation-form.tsx';
import { getOperation } from '#lib/operations/registry.ts';

type StoryFormProps = {
  id: string;
  filenames: string[];
  options: Record<string, unknown>;
  /** What the server answers to the first submission. */
  errors: Record<string, string[]>;
};

export function StoryForm({ id, filenames, options, errors }: StoryFormProps) {
  const operation = getOperation(id);
  const [draft, setDraft] = useState<unknown>();
  const [sent, setSent] = useState<unknown[]>([]);
  const refused = sent.length === 1 && Object.keys(errors).length > 0;
  return (
    <>
      <h2 className="text-lg font-semibold">{operation.title}</h2>
      <p className="text-muted-foreground">{operation.summary}</p>
      <OperationForm
        operation={operation}
        defaultValues={options}
        filenames={filenames}
        fieldErrors={refused ? errors : undefined}
        onChange={setDraft}
        onSubmit={(given) => setSent((before) => [...before, given])}
        submitLabel="Export"
      />
      {[
        ['Draft', draft],
        ['Sent', sent.at(-1)],
      ].map(([label, value]) => (
        <section key={String(label)} aria-label={String(label)}>
          <pre className="rounded border bg-card p-2 text-xs break-all whitespace-pre-wrap">
            {JSON.stringify(value, null, 2) ?? 'nothing'}
          </pre>
        </section>
      ))}
    </>
  );
}
