'use client';

import { BookmarkPlus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, type RefObject, useId, useRef, useState } from 'react';
import {
  type FormHandle,
  type FormSubmit,
  OperationForm,
} from '#components/operation-form/operation-form.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { Label } from '#components/ui/label.tsx';
import { Switch } from '#components/ui/switch.tsx';
import type { FieldErrors } from '#lib/errors.ts';
import type { ExportStart } from '#lib/exports/prepare-export.ts';
import type { FormValues } from '#lib/operations/form-schema.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { OperationPicker } from './operation-picker.tsx';
import type { CreateDestination } from './save-destination-dialog.tsx';
import { secretsNotice } from './secrets-notice.ts';

const SaveDestinationDialog = dynamic(
  () => import('./save-destination-dialog.tsx').then((module) => module.SaveDestinationDialog),
  { ssr: false },
);

type DeliverySectionProps = {
  offered: readonly string[];
  operation: string;
  onOperation: (operation: string) => void;
  start: ExportStart | undefined;
  filenames: readonly string[];
  fieldErrors: FieldErrors | undefined;
  onOptions: (options: Record<string, unknown>) => void;
  onSubmit: () => void;
  /** Reads the form that is filled in by hand. */
  handle: RefObject<FormHandle | null>;
  /** Whether destinations are chosen: then the form by hand comes in addition, when it is wanted. */
  hasChosen: boolean;
  byHand: boolean;
  onByHand: (byHand: boolean) => void;
  /** Without it, what is filled in cannot be saved as a destination. */
  saving?: { create: CreateDestination; mayShare: boolean; onSaved: () => void } | undefined;
  busy: boolean;
  /** The saved destinations, and the forms of those that are chosen. */
  picker: ReactNode;
  /** Stands above the button. */
  children: ReactNode;
};

/** Where the files go: saved destinations, and the form of an operation. */
export function DeliverySection(props: DeliverySectionProps) {
  const { operation: id, start, hasChosen, byHand, saving } = props;
  const operation = getOperation(id);
  const begun = start?.operation === id && !start.destination ? start : undefined;
  const secrets = begun && secretsNotice(operation, begun.secretNames);
  const [toSave, setToSave] = useState<Record<string, unknown>>();
  const switchId = useId();
  // What was typed for an operation is there again when somebody comes back to it.
  const drafts = useRef(new Map<string, FormValues>());
  const askName: FormSubmit = (options) => setToSave(options);
  const button = (
    <Button variant="primary" size="lg" busy={props.busy} onClick={props.onSubmit}>
      Export
    </Button>
  );
  return (
    <section aria-labelledby="delivery-heading" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="delivery-heading" className="text-lg font-semibold">
        Delivery
      </h2>
      {props.picker}
      {hasChosen && (
        <div className="flex items-center gap-2.5">
          <Switch id={switchId} checked={byHand} onCheckedChange={props.onByHand} />
          <Label htmlFor={switchId}>Also deliver somewhere else, filled in by hand</Label>
        </div>
      )}
      {(byHand || !hasChosen) && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          {props.picker && !hasChosen && (
            <h3 className="text-sm font-semibold">Or fill in by hand</h3>
          )}
          <OperationPicker offered={props.offered} value={id} onChange={props.onOperation} />
          {secrets && <Alert>{secrets}</Alert>}
          <OperationForm
            key={id}
            operation={operation}
            defaultValues={begun?.options ?? {}}
            secretsGiven={begun?.secretNames}
            drafts={drafts.current}
            filenames={props.filenames}
            fieldErrors={props.fieldErrors}
            onChange={props.onOptions}
            onSubmit={props.onSubmit}
            handle={props.handle}
            submitLabel="Export"
            busy={props.busy}
            second={
              saving && operation.describePlace
                ? {
                    label: 'Save as destination',
                    icon: <BookmarkPlus aria-hidden />,
                    busy: false,
                    onSubmit: askName,
                  }
                : undefined
            }
          >
            {props.children}
          </OperationForm>
        </div>
      )}
      {hasChosen && !byHand && (
        <>
          {props.children}
          <div>{button}</div>
        </>
      )}
      {saving && toSave && (
        <SaveDestinationDialog
          operation={id}
          options={toSave}
          mayShare={saving.mayShare}
          create={saving.create}
          onSaved={() => {
            setToSave(undefined);
            saving.onSaved();
          }}
          onClose={() => setToSave(undefined)}
        />
      )}
    </section>
  );
}
