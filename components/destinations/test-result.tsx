'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { attemptAction } from '#components/exports/attempt-action.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Sentence } from '#components/ui/sentence.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { TestInput } from '#lib/destinations/test-destination.ts';
import type { DestinationDetail } from '#lib/destinations/types.ts';
import type { ProbeReport } from '#lib/engine/probe/report.ts';
import type { FieldErrors } from '#lib/errors.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { HostKeyNotice } from './host-key-notice.tsx';
import { TestSteps } from './test-steps.tsx';

export type TestAction = (
  input: TestInput,
) => Promise<ActionResult<{ report: ProbeReport; kept: boolean }>>;

/** `kept`: what was tested is what is saved. */
type Outcome = { report?: ProbeReport; kept?: boolean; message?: string; errors?: FieldErrors };

/** Tests what a form holds. @param id of the destination, once it is saved. */
export function useDestinationTest(action: TestAction, id: string | undefined) {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>({});
  return {
    busy,
    ...outcome,
    forget: () => setOutcome({}),
    async run(input: Omit<TestInput, 'id'>) {
      setBusy(true);
      setOutcome({});
      const answer = await action(id ? { ...input, id } : input).catch(() => undefined);
      setBusy(false);
      if (!answer) {
        setOutcome({ message: 'The server cannot be reached. Try again in a moment.' });
      } else if (answer.ok) {
        setOutcome({ ...answer.data, errors: errorsOf(answer.data.report) });
      } else {
        setOutcome({
          message: answer.message,
          ...(answer.fields ? { errors: answer.fields } : {}),
        });
      }
    },
  };
}

function errorsOf(report: ProbeReport): FieldErrors {
  const errors: FieldErrors = {};
  for (const step of report.steps) {
    if (step.state !== 'failed') continue;
    for (const [name, texts] of Object.entries(step.fields ?? {}))
      errors[name] = [...(errors[name] ?? []), ...texts];
  }
  return errors;
}

type TestResultProps = {
  /** Brings the reader to a field of the form. */
  onField: (name: string) => void;
  operation: Operation;
  test: ReturnType<typeof useDestinationTest>;
  detail: DestinationDetail | undefined;
  trust:
    | ((input: { id: string; fingerprint: string }) => Promise<ActionResult<unknown>>)
    | undefined;
};

/** What the last test said, of the form as it was then. */
export function TestResult({ test, operation, detail, trust, onField }: TestResultProps) {
  const { report, message } = test;
  const [busy, setBusy] = useState(false);
  const router = useRouter();
  const shown = report?.hostKey;
  const mayTrust = detail !== undefined && trust !== undefined && test.kept;

  async function pin(fingerprint: string) {
    setBusy(true);
    const answer = await attemptAction(trust?.({ id: detail?.id ?? '', fingerprint }));
    setBusy(false);
    if (!answer?.ok) return;
    toast.success('Host key trusted');
    router.refresh();
  }

  return (
    <div className="grid gap-3 empty:hidden">
      {(test.busy || report) && (
        <TestSteps
          operation={operation}
          steps={report?.steps ?? []}
          running={test.busy}
          left={report?.left}
          onField={onField}
        />
      )}
      {message && (
        <Alert tone="danger" role="alert">
          <Sentence text={message} />
        </Alert>
      )}
      {shown && (
        <HostKeyNotice
          address={detail?.place || 'The server'}
          shown={shown}
          trusted={trustedBy(detail)}
          onTrust={mayTrust ? () => void pin(shown.fingerprint) : undefined}
          busy={busy}
        />
      )}
      {shown && !mayTrust && (
        <p className="text-xs text-muted-foreground">
          A key is trusted once the destination is saved and tested as it is saved, or by its
          fingerprint in the form.
        </p>
      )}
    </div>
  );
}

/** The fingerprint that is pinned now. */
export function trustedBy(detail: DestinationDetail | undefined): string | undefined {
  const pinned = detail?.options.host_key_fingerprint;
  return typeof pinned === 'string' ? pinned : undefined;
}
