import { CircleCheck, CircleMinus, CircleSlash, CircleX } from 'lucide-react';
import { Sentence } from '#components/ui/sentence.tsx';
import type { ProbeReport, ProbeState } from '#lib/engine/probe/report.ts';

const LOOKS: Record<ProbeState, { icon: typeof CircleCheck; word: string; style: string }> = {
  passed: { icon: CircleCheck, word: 'Passed', style: 'text-success' },
  failed: { icon: CircleX, word: 'Failed', style: 'text-danger' },
  'not-permitted': {
    icon: CircleSlash,
    word: 'Not permitted, not needed',
    style: 'text-muted-foreground',
  },
  skipped: { icon: CircleMinus, word: 'Skipped', style: 'text-muted-foreground' },
};

/** The steps of a test, each with its result. */
export function TestSteps({ report }: { report: ProbeReport }) {
  return (
    <ol aria-label="Steps of the test" className="grid gap-1 rounded border bg-card p-3 text-sm">
      {report.steps.map((step) => {
        const { icon: Icon, word, style } = LOOKS[step.state];
        return (
          <li key={step.id} className="grid grid-cols-[1rem_minmax(0,1fr)_auto] gap-x-2">
            <Icon aria-hidden className={`mt-0.5 size-4 ${style}`} />
            <span>{step.title}</span>
            <span className={`text-xs ${style}`}>{word}</span>
            {step.message && (
              <span className="col-start-2 text-xs text-muted-foreground">
                <Sentence text={step.message} />
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
