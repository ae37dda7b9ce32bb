'use client';

import { CircleCheck, CircleMinus, CircleX, LoaderCircle, ShieldMinus } from 'lucide-react';
import type { ReactNode } from 'react';
import { RawAnswer } from '#components/exports/raw-answer.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Sentence } from '#components/ui/sentence.tsx';
import type { ProbeState, ProbeStep } from '#lib/engine/probe/report.ts';
import { getField, type Operation } from '#lib/operations/operation.ts';
import { formatTook } from '#lib/ui/took.ts';
import { testSummary } from './test-summary.ts';

const LOOKS: Record<ProbeState, { icon: typeof CircleX; word: string; tone: Tone }> = {
  passed: { icon: CircleCheck, word: 'Passed', tone: 'success' },
  failed: { icon: CircleX, word: 'Failed', tone: 'danger' },
  'not-permitted': { icon: ShieldMinus, word: 'Not permitted', tone: 'warning' },
  skipped: { icon: CircleMinus, word: 'Not tried', tone: 'neutral' },
};
type Tone = 'success' | 'danger' | 'warning' | 'neutral';

type TestStepsProps = {
  operation: Operation;
  /** Of a test that is under way those that are through; else all. */
  steps: readonly ProbeStep[];
  running?: boolean;
  /** The name of what may have been left at the target, as the report has it. */
  left?: string | undefined;
  /** Tells several on one page apart. */
  label?: string;
  /** Brings the reader to a field of the form, by its wire name. */
  onField?: ((name: string) => void) | undefined;
};

/** What a test of a target found, step by step, and the fields to mend. */
export function TestSteps(props: TestStepsProps) {
  const { operation, steps, running = false, left, label = 'Test', onField } = props;
  const summary = running ? 'The test is running.' : testSummary(steps);
  return (
    <section aria-label={label} className="grid gap-2">
      <p role="status" className="flex items-center gap-2 text-sm font-medium">
        {running && (
          <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin text-primary" />
        )}
        {summary}
      </p>
      {steps.length > 0 && (
        <ol className="divide-y rounded-md border bg-card">
          {steps.map((step) => (
            <Step key={step.id} operation={operation} step={step} onField={onField} />
          ))}
        </ol>
      )}
      {left !== undefined && (
        <Alert tone="warning" className="wrap-anywhere">
          The test broke off, and what it wrote may still be there: <code>{left}</code>. Remove it
          when it is in the way.
        </Alert>
      )}
    </section>
  );
}

type StepProps = Pick<TestStepsProps, 'operation' | 'onField'> & { step: ProbeStep };

function Step({ operation, step, onField }: StepProps) {
  const { title, state, message, detail, took, fields = {} } = step;
  const { icon: Icon, word, tone } = LOOKS[state];
  return (
    <li className="grid min-w-0 gap-1 px-3 py-2 text-sm">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone}>
          <Icon aria-hidden />
          {word}
        </Badge>
        <span className="min-w-0 font-medium">{title}</span>
        {state !== 'skipped' && (
          <span className="ms-auto text-xs text-muted-foreground tabular-nums">
            {formatTook(took)}
          </span>
        )}
      </div>
      {message && (
        <p className={state === 'failed' ? 'wrap-anywhere' : 'wrap-anywhere text-muted-foreground'}>
          <Sentence text={message} />
        </p>
      )}
      {Object.entries(fields).map(([path, sentences]) => {
        const name = path.split('.')[0] ?? path;
        // What the message says already is not said twice.
        const more = sentences.filter((sentence) => !message?.includes(sentence)).join(' ');
        return (
          <FieldLine key={path} label={labelOf(operation, name)} more={more}>
            {onField && (
              <Button size="sm" onClick={() => onField(name)}>
                Go to {labelOf(operation, name)}
              </Button>
            )}
          </FieldLine>
        );
      })}
      {detail && <RawAnswer text={detail} />}
    </li>
  );
}

type FieldLineProps = { label: string; more: string; children: ReactNode };

function FieldLine({ label, more, children }: FieldLineProps) {
  if (!children || more) {
    return (
      <p className="flex flex-wrap items-center gap-2 wrap-anywhere">
        <span>
          <span className="font-medium">Field {label}</span>
          {more && ': '}
          <Sentence text={more} />
        </span>
        {children}
      </p>
    );
  }
  return <div>{children}</div>;
}

/** As the form calls it. */
function labelOf(operation: Operation, name: string): string {
  return Object.hasOwn(operation.fields, name) ? getField(operation, name).meta.label : name;
}
