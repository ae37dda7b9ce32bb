import type { ProbeStep } from '#lib/engine/probe/report.ts';
import { plural } from '#lib/ui/plural.ts';
import { formatTook } from '#lib/ui/took.ts';

/** What came of a test, in a sentence. @param steps all of them. */
export function testSummary(steps: readonly ProbeStep[]): string {
  const took = formatTook(steps.reduce((sum, step) => sum + step.took, 0));
  const failed = steps.find(({ state }) => state === 'failed');
  if (failed) {
    const rest = steps.filter(({ state }) => state === 'skipped').length;
    const left = rest > 0 ? ` ${plural(rest, 'step was', 'steps were')} not tried.` : '';
    return `The test failed at “${failed.title}” after ${took}.${left}`;
  }
  const refused = steps.filter(({ state }) => state === 'not-permitted').length;
  const but =
    refused > 0
      ? ` ${plural(refused, 'step was', 'steps were')} not permitted, which deliveries do not need.`
      : '';
  return `The test passed in ${took}.${but}`;
}
