'use client';

import { FlaskConical } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useId, useRef, useState } from 'react';
import { OperationPicker } from '#components/exports/operation-picker.tsx';
import { type FormHandle, OperationForm } from '#components/operation-form/operation-form.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Sentence } from '#components/ui/sentence.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { DestinationInput } from '#lib/destinations/destination-input.ts';
import type { DestinationDetail } from '#lib/destinations/types.ts';
import type { DestinationUpdate } from '#lib/destinations/update-destination.ts';
import type { FieldErrors } from '#lib/errors.ts';
import type { FormValues } from '#lib/operations/form-schema.ts';
import { checkPrefix, expandPrefix } from '#lib/operations/prefix.ts';
import { getOperation } from '#lib/operations/registry.ts';
import { secretFields } from '#lib/operations/secrets.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { readSecrets, readSettings, type Settings, startSettings } from './form-state.ts';
import { RuleFields } from './rule-fields.tsx';
import { NameField, NotesFields, SharingFields } from './settings-fields.tsx';
import { type TestAction, TestResult, useDestinationTest } from './test-result.tsx';

type DestinationFormProps = {
  /** The destination to be changed; without one it is a new one. */
  detail?: DestinationDetail;
  /** Operations that a new one can be of. */
  offered?: readonly string[];
  mayShare: boolean;
  /** What a prefix would stand for now, for a preview: the server's time (ISO), and whose. */
  facts: { at: string; person: string; team: string };
  actions: {
    create?: (input: DestinationInput) => Promise<ActionResult<{ id: string }>>;
    update?: (input: DestinationUpdate) => Promise<ActionResult<{ version: number }>>;
    test: TestAction;
    trust?: (input: { id: string; fingerprint: string }) => Promise<ActionResult<unknown>>;
  };
};

type Problem = { message?: string; fields?: FieldErrors };

/** Everything about a destination: what it is called, where it leads, who may use it and how. */
export function DestinationForm(props: DestinationFormProps) {
  const { detail, offered = [], mayShare, actions, facts } = props;
  const router = useRouter();
  const headingId = useId();
  const [operationId, setOperationId] = useState(detail?.operation ?? offered[0] ?? '');
  const [settings, setSettings] = useState(() => startSettings(detail, mayShare));
  const [problem, setProblem] = useState<Problem>({});
  // Settings that were typed in since: what was wrong with them is not said any more.
  const [mended, setMended] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const form = useRef<FormHandle>(null);
  const drafts = useRef(new Map<string, FormValues>());
  const test = useDestinationTest(actions.test, detail?.id);
  const operation = getOperation(operationId);
  const prefix = checkPrefix(settings.prefix)
    ? ''
    : expandPrefix(settings.prefix, { ...facts, at: new Date(facts.at), operation: operationId });
  const errors = Object.fromEntries(
    Object.entries(problem.fields ?? {}).filter(([name]) => !mended.has(name)),
  );

  function change(next: Partial<Settings>) {
    setSettings((before) => ({ ...before, ...next }));
    setMended((before) => new Set([...before, ...Object.keys(next)]));
  }

  function tell(next: Problem) {
    setProblem(next);
    setMended(new Set());
  }

  function read(options: Record<string, unknown>, kept: string[]): DestinationInput | undefined {
    const own = readSettings(settings);
    const fields: FieldErrors = {
      ...(settings.name.trim() === '' ? { name: ['Give the destination a name.'] } : {}),
      ...(own.ok ? {} : { fenceBytes: ['Enter a size such as 500 MB.'] }),
    };
    tell({ fields });
    if (!own.ok || Object.keys(fields).length > 0) {
      focusFault();
      return undefined;
    }
    const known = settings.openFields.filter((name) => Object.hasOwn(operation.fields, name));
    return {
      ...own.sent,
      openFields: known,
      operation: operationId,
      ...readSecrets(secretFields(operation), options, kept),
    };
  }

  async function save(options: Record<string, unknown>, kept: string[]) {
    const input = read(options, kept);
    if (!input) return;
    setBusy(true);
    const answer = await send(input).catch((): ActionResult<{ id?: string }> => UNREACHABLE);
    setBusy(false);
    if (!answer.ok) {
      tell({ message: answer.message, ...(answer.fields ? { fields: answer.fields } : {}) });
      focusFault();
      return;
    }
    toast.success('Destination saved');
    if (answer.data.id) router.push(`/destinations/${answer.data.id}`);
    else router.refresh();
  }

  async function send(input: DestinationInput): Promise<ActionResult<{ id?: string }>> {
    if (!detail) return (await actions.create?.(input)) ?? UNREACHABLE;
    const answer = await actions.update?.({ ...input, id: detail.id, version: detail.version });
    return !answer || answer.ok ? { ok: true, data: {} } : answer;
  }

  const shared = { settings, onChange: change, errors };
  return (
    <section aria-labelledby={headingId} className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <h2 id={headingId} className="text-lg font-semibold">
        Settings
      </h2>
      {!detail && (
        <OperationPicker
          offered={offered}
          value={operationId}
          onChange={(id) => {
            setOperationId(id);
            tell({});
            test.forget();
          }}
        />
      )}
      <OperationForm
        key={operationId}
        operation={operation}
        label="Destination"
        lead={<NameField {...shared} />}
        defaultValues={detail?.options ?? {}}
        stored={detail?.secrets}
        later={settings.openFields}
        drafts={drafts.current}
        names={{ options: {}, prefix }}
        handle={form}
        fieldErrors={problem.fields ?? test.errors}
        onSubmit={save}
        submitLabel={detail ? 'Save changes' : 'Save destination'}
        second={{
          label: 'Test',
          icon: <FlaskConical aria-hidden />,
          busy: test.busy,
          onSubmit: async (options, kept) => {
            const own = readSecrets(secretFields(operation), options, kept);
            const { openFields, prefix } = settings;
            tell({});
            await test.run({ operation: operationId, ...own, openFields, prefix: prefix || null });
          },
        }}
        busy={busy}
      >
        <RuleFields {...shared} operation={operation} />
        <SharingFields {...shared} mayShare={mayShare} />
        <NotesFields {...shared} />
        <TestResult
          test={test}
          operation={operation}
          detail={detail}
          trust={actions.trust}
          onField={(name) => form.current?.jump(name)}
          onFill={(name, value) => form.current?.fill(name, value)}
        />
        {problem.message && (
          <Alert tone="danger" role="alert">
            <Sentence text={problem.message} />
          </Alert>
        )}
      </OperationForm>
    </section>
  );
}

/** Settings are checked after the fields of the operation, which see to their own focus. */
function focusFault() {
  requestAnimationFrame(() =>
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>('main [aria-invalid="true"]')?.focus(),
    ),
  );
}

const UNREACHABLE = {
  ok: false,
  code: 'UNREACHABLE',
  message: 'The server cannot be reached. Try again in a moment.',
} as const;
