import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { RelativeTime } from '#components/relative-time.tsx';

type TestStateProps = { test: 'passed' | 'failed' | null; testedAt: string | null };

/** What the last test of what is saved said. Words beside the mark: colour says nothing alone. */
export function TestState({ test, testedAt }: TestStateProps) {
  if (!test || !testedAt) {
    return (
      <span className="inline-flex items-center gap-1 text-xs text-muted-foreground">
        <CircleHelp aria-hidden className="size-4" />
        Not tested
      </span>
    );
  }
  const Icon = test === 'passed' ? CircleCheck : CircleX;
  return (
    <span
      className={`inline-flex items-center gap-1 text-xs ${test === 'passed' ? 'text-success' : 'text-danger'}`}
    >
      <Icon aria-hidden className="size-4" />
      <span>
        Test {test} <RelativeTime at={testedAt} />
      </span>
    </span>
  );
}
