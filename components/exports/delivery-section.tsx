'use client';

import { type ReactNode, useRef } from 'react';
import { OperationForm } from '#components/operation-form/operation-form.tsx';
import { Alert } from '#components/ui/alert.tsx';
import type { FieldErrors } from '#lib/errors.ts';
import type { ExportStart } from '#lib/exports/prepare-export.ts';
import type { FormValues } from '#lib/operations/form-schema.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { OperationPicker } from './operation-picker.tsx';
import { secretsNotice } from './secrets-notice.ts';

type DeliverySectionProps = {
  offered: readonly string[];
  operation: string;
  onOperation: (operation: string) => void;
  start: ExportStart | undefined;
  filenames: readonly string[];
  fieldErrors: FieldErrors | undefined;
  onOptions: (options: Record<string, unknown>) => void;
  onSubmit: (options: Record<string, unknown>) => Promise<void>;
  busy: boolean;
  /** Stands above the button. */
  children: ReactNode;
};

/** Where the files go, and the form of that operation. */
export function DeliverySection(props: DeliverySectionProps) {
  const { operation, start } = props;
  const begun = start?.operation === operation ? start : undefined;
  const secrets = begun && secretsNotice(getOperation(operation), begun.secretNames);
  // What was typed for an operation is there again when somebody comes back to it.
  const drafts = useRef(new Map<string, FormValues>());
  return (
    <section aria-labelledby="delivery-heading" className="grid gap-3">
      <h2 id="delivery-heading" className="text-lg font-semibold">
        Delivery
      </h2>
      <OperationPicker offered={props.offered} value={operation} onChange={props.onOperation} />
      {secrets && <Alert>{secrets}</Alert>}
      <OperationForm
        key={operation}
        operation={getOperation(operation)}
        defaultValues={begun?.options ?? {}}
        secretsGiven={begun?.secretNames}
        drafts={drafts.current}
        filenames={props.filenames}
        fieldErrors={props.fieldErrors}
        onChange={props.onOptions}
        onSubmit={props.onSubmit}
        submitLabel="Export"
        busy={props.busy}
      >
        {props.children}
      </OperationForm>
    </section>
  );
}
