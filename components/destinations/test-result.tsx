'use client';

import { useState } from 'react';
import { attemptAction } from '#components/exports/attempt-action.ts';
import { Alert } from '#components/ui/alert.tsx';
import { Sentence } from '#components/ui/sentence.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { TestInput } from '#lib/destinations/test-destination.ts';
import type { DestinationDetail } from '#lib/destinations/types.ts';
import type { ProbeReport } from '#lib/engine/probe/report.ts';
import type { FieldErrors } from '#lib/errors.ts';
import type { ActionResult } from '#lib/web/action-state.ts';
import { HostKeyNotice } from './host-key-notice.tsx';
import { TestSteps } from './test-steps.tsx';

export type TestAction = (
  input: TestInput,
) => Promise<ActionResult<{ report: ProbeReport; kept: boolean }>>;

type Outcome = { report?: ProbeReport; message?: string; errors?: FieldErrors };

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
        setOutcome({ report: answer.data.report, errors: errorsOf(answer.data.report) });
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
  test: ReturnType<typeof useDestinationTest>;
  detail: DestinationDetail | undefined;
  trust:
    | ((input: { id: string; fingerprint: string }) => Promise<ActionResult<unknown>>)
    | undefined;
};

/** What the last test said, of the form as it was then. */
export function TestResult({ test, detail, trust }: TestResultProps) {
  const { report, message } = test;
  const hostKey = report?.hostKey;
  const isTrusted = hostKey?.fingerprint === detail?.options.host_key_fingerprint;
  return (
    <div role="status" className="grid gap-3 empty:hidden">
      {test.busy && <p className="text-sm text-muted-foreground">Testing, up to a minute…</p>}
      {message && (
        <Alert tone="danger">
          <Sentence text={message} />
        </Alert>
      )}
      {report && <TestSteps report={report} />}
      {hostKey && (
        <HostKeyNotice
          hostKey={hostKey}
          trusted={isTrusted}
          onTrust={
            detail && trust && !isTrusted
              ? async () => {
                  const { fingerprint } = hostKey;
                  const answer = await attemptAction(trust({ id: detail.id, fingerprint }));
                  if (answer?.ok) toast.success('Host key trusted');
                }
              : undefined
          }
        />
      )}
    </div>
  );
}
