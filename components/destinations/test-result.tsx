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
import { OFFERED_KEY } from './offered-key.tsx';
import { serverAddress, trustedKey } from './server-address.ts';
import { TestSteps } from './test-steps.tsx';

export type TestAction = (
  input: TestInput,
) => Promise<ActionResult<{ report: ProbeReport; kept: boolean }>>;

type Outcome = {
  report?: ProbeReport;
  /** What was tested is what is saved. */
  kept?: boolean;
  /** Without secrets, as they were tested. */
  options?: TestInput['options'];
  /** The fingerprint that was expected, or that is trusted since. */
  trusted?: string | undefined;
  message?: string;
  errors?: FieldErrors;
};

/** Tests what a form holds. @param id of the destination, once it is saved. */
export function useDestinationTest(action: TestAction, id: string | undefined) {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>({});
  const router = useRouter();
  return {
    busy,
    ...outcome,
    forget: () => setOutcome({}),
    trust: (trusted: string) => setOutcome((before) => ({ ...before, trusted })),
    async run(input: Omit<TestInput, 'id'>) {
      setBusy(true);
      setOutcome({});
      const answer = await action(id ? { ...input, id } : input).catch(() => undefined);
      setBusy(false);
      if (!answer) {
        setOutcome({ message: 'The server cannot be reached. Try again in a moment.' });
      } else if (answer.ok) {
        const { report, kept } = answer.data;
        const { options } = input;
        setOutcome({
          report,
          kept,
          options,
          trusted: known(report, options),
          errors: errorsOf(report),
        });
        // The page beside the form tells of the last test of what is saved.
        if (kept) router.refresh();
      } else {
        setOutcome({
          message: answer.message,
          ...(answer.fields ? { errors: answer.fields } : {}),
        });
      }
    },
  };
}

/** A fingerprint has several ways to be written: where the step passed, the key is the expected one. */
function known(report: ProbeReport, options: TestInput['options']): string | undefined {
  const expected = trustedKey(options);
  const fits = report.steps.some(({ id, state }) => id === 'host-key' && state === 'passed');
  return expected && fits ? report.hostKey?.fingerprint : expected;
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
  /** Puts a value into a field of the form. */
  onFill: (name: string, value: string) => void;
  operation: Operation;
  test: ReturnType<typeof useDestinationTest>;
  detail: DestinationDetail | undefined;
  /** Only for those who may. */
  trust:
    | ((input: { id: string; fingerprint: string }) => Promise<ActionResult<unknown>>)
    | undefined;
};

/** What the last test said, of the form as it was then. */
export function TestResult(props: TestResultProps) {
  const { test, operation, detail, trust, onField, onFill } = props;
  const { report, message } = test;
  const [busy, setBusy] = useState(false);
  const router = useRouter();
  const shown = report?.hostKey;
  const offered = detail?.offeredHostKey?.fingerprint;

  async function pin(id: string, fingerprint: string) {
    setBusy(true);
    const answer = await attemptAction(trust?.({ id, fingerprint }));
    setBusy(false);
    if (!answer?.ok) return;
    toast.success('Host key trusted');
    router.refresh();
  }

  function fill(fingerprint: string) {
    onFill('host_key_fingerprint', fingerprint);
    test.trust(fingerprint);
    toast.success('Host key filled in, to be saved with the destination');
  }

  /** Undefined where it is decided elsewhere. */
  function wayToTrust(fingerprint: string): (() => void) | undefined {
    if (!trust) return undefined;
    if (!detail) return () => fill(fingerprint);
    return test.kept ? () => void pin(detail.id, fingerprint) : undefined;
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
      {shown && shown.fingerprint === offered && (
        <p className="text-sm">
          <a href={`#${OFFERED_KEY}`} className="rounded-sm underline underline-offset-2">
            Compare both keys
          </a>{' '}
          at the top of this page.
        </p>
      )}
      {shown && shown.fingerprint !== offered && (
        <HostKeyNotice
          address={serverAddress(test.options ?? {}) ?? 'the server'}
          shown={shown}
          trusted={test.trusted}
          onTrust={wayToTrust(shown.fingerprint)}
          otherwise={
            trust
              ? 'Save the changes and test again to trust it.'
              : 'Once you have compared it, enter its fingerprint in the form.'
          }
          busy={busy}
        />
      )}
    </div>
  );
}
