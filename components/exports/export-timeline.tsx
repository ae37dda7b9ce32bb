import { LocalTime } from '#components/local-time.tsx';
import type { ExportDetail } from '#lib/exports/types.ts';
import { formatDuration } from '#lib/ui/duration.ts';

type Step = { label: string; at: string; note: string | null };

/** When it was made, when it started and ended, and how long each took. */
export function ExportTimeline({ detail }: { detail: ExportDetail }) {
  return (
    <ol className="grid gap-3 border-s ps-4">
      {stepsOf(detail).map((step) => (
        <li key={step.label} className="relative text-sm">
          <span
            aria-hidden
            className="absolute -start-4 top-1.5 size-2 -translate-x-1/2 rounded-full bg-muted-foreground rtl:translate-x-1/2"
          />
          <span className="font-medium">{step.label}</span>{' '}
          <LocalTime at={step.at} className="text-muted-foreground" />
          {step.note && <span className="block text-muted-foreground">{step.note}</span>}
        </li>
      ))}
    </ol>
  );
}

function stepsOf(detail: ExportDetail): Step[] {
  const { createdAt, startedAt, endedAt } = detail;
  const steps: Step[] = [
    { label: 'Created', at: createdAt, note: `by ${detail.createdBy?.name ?? 'the API'}` },
  ];
  if (startedAt) {
    const note = `after ${span(createdAt, startedAt)} of waiting`;
    steps.push({ label: 'Started', at: startedAt, note });
  }
  if (endedAt) {
    const cancelled = detail.code === 'CANCELLED' ? 'Cancelled' : 'Failed';
    const label = detail.status === 'finished' ? 'Finished' : cancelled;
    const note = startedAt ? `after ${span(startedAt, endedAt)} of work` : null;
    steps.push({ label, at: endedAt, note });
  }
  return steps;
}

/** Connections tell whole seconds, so a quick step can seem to end before it began. */
function span(from: string, to: string): string {
  const ms = Date.parse(to) - Date.parse(from);
  return ms < 1_000 ? 'less than a second' : formatDuration(ms);
}
