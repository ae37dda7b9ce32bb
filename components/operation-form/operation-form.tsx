'use client';

import {
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { Alert } from '#components/ui/alert.tsx';
import { Button } from '#components/ui/button.tsx';
import type { SecretState } from '#lib/destinations/types.ts';
import { draftOptions, type FormValues, formValues } from '#lib/operations/form-schema.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { partialOperation } from '#lib/operations/partial.ts';
import { withoutSecrets } from '#lib/operations/secrets.ts';
import { DropFileControl } from './drop-file-control.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { OperationFormProvider } from './form-context.ts';
import { layOut, shownFields } from './form-layout.ts';
import { type FormSurroundings, formResolver, tooManyFiles } from './form-resolver.ts';
import { FormSections } from './form-sections.tsx';
import { MoreOptions } from './more-options.tsx';
import type { NamesAround } from './names-list.tsx';
import { NamesPreview } from './names-preview.tsx';
import { useFieldJump } from './use-field-jump.ts';
import { useFillFrom } from './use-fill-from.ts';
import { useServerErrors } from './use-server-errors.ts';
import { useStoredSecrets } from './use-stored-secrets.ts';

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
  /** Secrets that are stored, by wire name: their controls say so, and send nothing while they are kept. */
  stored?: Readonly<Record<string, SecretState>> | undefined;
  /** Names of fields that may be empty now: they are filled in later. */
  later?: readonly string[] | undefined;
  /** What decides names beside the form. */
  names?: NamesAround | undefined;
  /** Names the form, where several stand on a page. */
  label?: string;
  /** Valid wire options, and the names of the stored secrets that stay as they are. */
  onSubmit: FormSubmit;
  /** Without one the form has no button: `handle` reads it. */
  submitLabel?: string;
  /** Does something else with the same valid options. */
  second?: { label: string; icon: ReactNode; busy: boolean; onSubmit: FormSubmit } | undefined;
  handle?: RefObject<FormHandle | null>;
  busy?: boolean;
  /** Stands before the first field. */
  lead?: ReactNode;
  /** Stands above the button. */
  children?: ReactNode;
};

export type FormSubmit = (options: Record<string, unknown>, kept: string[]) => void | Promise<void>;

/** The form from outside. */
export type FormHandle = {
  /** Undefined when something is wrong, which is then shown. */
  read: () => Promise<Record<string, unknown> | undefined>;
  /** Brings the focus to a field, by its wire name. */
  jump: (name: string) => void;
  /** Puts a value into a field, as if it was typed. */
  fill: (name: string, value: string) => void;
};

/** The form of any operation, made from its declaration. */
export function OperationForm(props: OperationFormProps) {
  const { operation, filenames = [], fieldErrors, onChange, onSubmit, busy = false } = props;
  const { drafts, secretsGiven, second, later, stored } = props;
  const { secrets, kept } = useStoredSecrets(stored);
  const [start] = useState(
    () =>
      drafts?.get(operation.id) ??
      startValues(operation, props.defaultValues ?? {}, secretsGiven ?? Object.keys(stored ?? {})),
  );
  const [attempt, setAttempt] = useState(0);
  const element = useRef<HTMLFormElement>(null);
  const idPrefix = `${useId()}-`;
  const layout = useMemo(() => layOut(operation), [operation]);
  const form = useForm<FormValues, FormSurroundings, Record<string, unknown>>({
    defaultValues: start,
    resolver: useMemo(
      () => formResolver(partialOperation(operation, { stored: kept, later: later ?? [] })),
      [operation, kept, later],
    ),
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
  const { fillFrom, filled } = useFillFrom(operation, form, secrets);
  useServerErrors({ fieldErrors, form, operation, jumpToFirst });
  useDraft(form.subscribe, form.getValues, (values) => {
    drafts?.set(operation.id, structuredClone(values));
    onChange?.(draftOptions(operation, values));
  });

  const state = useMemo(
    () => ({ operation, idPrefix, fillFrom, secrets }),
    [operation, idPrefix, fillFrom, secrets],
  );
  const surplus = tooManyFiles(operation, filenames);
  const refuse = () => setAttempt((count) => count + 1);
  const submitTo = (take: FormSubmit) =>
    form.handleSubmit(
      (options) => {
        if (surplus) return refuse();
        const shown = shownFields(operation, form.getValues('choices'));
        return take(
          options,
          kept.filter((name) => shown.has(name)),
        );
      },
      () => {
        refuse();
        jumpToFirst();
      },
    );
  const submit = submitTo(onSubmit);
  useImperativeHandle(props.handle, () => ({
    jump: jumpTo,
    fill: (name, value) =>
      form.setValue(`fields.${name}`, value, { shouldDirty: true, shouldValidate: true }),
    async read() {
      let read: Record<string, unknown> | undefined;
      await submitTo((options) => {
        read = options;
      })();
      return read;
    },
  }));

  const { dropFile, naming } = operation;
  const hasNames = naming.pattern !== undefined;
  return (
    <OperationFormProvider value={state}>
      <FormProvider {...form}>
        <form
          ref={element}
          noValidate
          autoComplete="off"
          aria-label={props.label ?? operation.title}
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) void submit(event);
          }}
        >
          {props.lead}
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
            after={{
              naming: hasNames && <NamesPreview filenames={filenames} around={props.names} />,
            }}
          />
          {layout.more.length > 0 && (
            <MoreOptions sections={layout.more} open={moreOpen} onOpenChange={setMoreOpen} />
          )}
          {props.children}
          <ErrorSummary attempt={attempt} problem={surplus} onJump={jumpTo} />
          {props.submitLabel && (
            <div className="flex flex-wrap gap-2">
              <Button type="submit" variant="primary" size="lg" busy={busy}>
                {props.submitLabel}
              </Button>
              {second && (
                <Button size="lg" busy={second.busy} onClick={() => submitTo(second.onSubmit)()}>
                  {second.icon}
                  {second.label}
                </Button>
              )}
            </div>
          )}
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
