'use client';

import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import { draftOptions, type FormValues, formValues } from '#lib/operations/form-schema.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { withoutSecrets } from '#lib/operations/secrets.ts';
import { DropFileControl } from './drop-file-control.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { OperationFormProvider } from './form-context.ts';
import { layOut } from './form-layout.ts';
import { type FormSurroundings, formResolver, tooManyFiles } from './form-resolver.ts';
import { FormSections } from './form-sections.tsx';
import { MoreOptions } from './more-options.tsx';
import { NamesPreview } from './names-preview.tsx';
import { useFieldJump } from './use-field-jump.ts';
import { useFillFrom } from './use-fill-from.ts';
import { useServerErrors } from './use-server-errors.ts';

export type OperationFormProps = {
  /** Give the form a `key` of this one's id: another operation is another form. */
  operation: Operation;
  /**
   * In wire names. Secrets among them are left out, or cut to the part that is none: the form never
   * shows one that it was not given by hand.
   */
  defaultValues?: Readonly<Record<string, unknown>>;
  /** Which secrets were given with the default values: each choice stands at the option that had them. */
  secretsGiven?: readonly string[] | undefined;
  /** What the forms of operations hold, by operation: kept here, and found again by the next form of it. */
  drafts?: Map<string, FormValues>;
  /** What is to be exported, in its order: the names at the target follow from it. */
  filenames?: readonly string[];
  /** What the server found, by wire name; a new object is a new answer. */
  fieldErrors?: Readonly<Record<string, readonly string[]>> | undefined;
  /** The wire options as they stand, valid or not, at the start and at each change: for a preview. */
  onChange?: (options: Record<string, unknown>) => void;
  /** Valid wire options. */
  onSubmit: (options: Record<string, unknown>) => void | Promise<void>;
  submitLabel: string;
  busy?: boolean;
  /** Stands above the button. */
  children?: ReactNode;
};

/** The form of any operation, made from its declaration. */
export function OperationForm(props: OperationFormProps) {
  const { operation, filenames = [], fieldErrors, onChange, onSubmit, busy = false } = props;
  const { drafts, secretsGiven } = props;
  const [start] = useState(
    () =>
      drafts?.get(operation.id) ??
      startValues(operation, props.defaultValues ?? {}, secretsGiven ?? []),
  );
  const [attempt, setAttempt] = useState(0);
  const element = useRef<HTMLFormElement>(null);
  const idPrefix = `${useId()}-`;
  const layout = useMemo(() => layOut(operation), [operation]);
  const form = useForm<FormValues, FormSurroundings, Record<string, unknown>>({
    defaultValues: start,
    resolver: useMemo(() => formResolver(operation), [operation]),
    context: { filenames },
    mode: 'onTouched',
    // The first error is the first on the screen, and it may be folded away: see useFieldJump.
    shouldFocusError: false,
  });
  const { jumpTo, jumpToFirst, moreOpen, setMoreOpen } = useFieldJump({
    operation,
    element,
    form,
    layout,
    idPrefix,
  });
  const { fillFrom, filled } = useFillFrom(operation, form);
  useServerErrors({ fieldErrors, form, operation, jumpToFirst });
  useDraft(form.subscribe, form.getValues, (values) => {
    drafts?.set(operation.id, structuredClone(values));
    onChange?.(draftOptions(operation, values));
  });

  const state = useMemo(() => ({ operation, idPrefix, fillFrom }), [operation, idPrefix, fillFrom]);
  const surplus = tooManyFiles(operation, filenames);
  const refuse = () => setAttempt((count) => count + 1);
  const submit = form.handleSubmit(
    (options) => (surplus ? refuse() : onSubmit(options)),
    () => {
      refuse();
      jumpToFirst();
    },
  );

  const { dropFile, naming } = operation;
  const hasNames = naming.pattern !== undefined;
  return (
    <OperationFormProvider value={state}>
      <FormProvider {...form}>
        <form
          ref={element}
          noValidate
          autoComplete="off"
          aria-label={operation.title}
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) void submit(event);
          }}
        >
          {surplus && attempt === 0 && <Alert tone="warning">{surplus}</Alert>}
          <FormSections
            sections={layout.main}
            before={{
              access: dropFile && (
                <>
                  <DropFileControl dropFile={dropFile} />
                  <p role="status" className="text-sm text-success empty:hidden">
                    {filled}
                  </p>
                </>
              ),
            }}
            after={{ naming: hasNames && <NamesPreview filenames={filenames} /> }}
          />
          {layout.more.length > 0 && (
            <MoreOptions sections={layout.more} open={moreOpen} onOpenChange={setMoreOpen} />
          )}
          {props.children}
          <ErrorSummary attempt={attempt} problem={surplus} onJump={jumpTo} />
          <div>
            <Button type="submit" variant="primary" size="lg" busy={busy}>
              {props.submitLabel}
            </Button>
          </div>
        </form>
      </FormProvider>
    </OperationFormProvider>
  );
}

function startValues(
  operation: Operation,
  options: Readonly<Record<string, unknown>>,
  secretsGiven: readonly string[],
): FormValues {
  const open = withoutSecrets(operation, options);
  const given = Object.fromEntries(secretsGiven.map((name) => [name, true]));
  const { choices } = formValues({ ...operation, fields: {} }, { ...given, ...open });
  return { ...formValues(operation, open), choices };
}

type Form = ReturnType<typeof useForm<FormValues, FormSurroundings, Record<string, unknown>>>;

function useDraft(
  subscribe: Form['subscribe'],
  getValues: Form['getValues'],
  onChange: (values: FormValues) => void,
) {
  const listener = useRef(onChange);
  useEffect(() => {
    listener.current = onChange;
  });
  useEffect(() => {
    const tell = (values: FormValues) => listener.current(values);
    tell(getValues());
    return subscribe({ formState: { values: true }, callback: ({ values }) => tell(values) });
  }, [subscribe, getValues]);
}
