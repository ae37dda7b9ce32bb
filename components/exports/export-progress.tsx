'use client';

import { CircleCheck, CircleDashed, CircleX, LoaderCircle } from 'lucide-react';
import { useCallback } from 'react';
import { useClock } from '#components/ticker.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { timeLeft, type UploadItem } from '#components/upload/upload-item.ts';
import { useUploadItems } from '#components/upload/uploads.ts';
import type { ExportDetail, ExportInput } from '#lib/exports/types.ts';
import { formatBytes, formatSpeed } from '#lib/ui/bytes.ts';
import { formatDuration } from '#lib/ui/duration.ts';
import { plural } from '#lib/ui/plural.ts';

/** How far an export is that has not ended: as a whole, and file by file while its files arrive. */
export function ExportProgress({ detail }: { detail: ExportDetail }) {
  const pending = detail.inputs.filter((input) => input.state === 'pending').length;
  return (
    <section aria-labelledby="progress-heading" className="grid gap-3">
      <h2 id="progress-heading" className="text-lg font-semibold">
        Progress
      </h2>
      {detail.status === 'processing' ? (
        <Whole detail={detail} />
      ) : (
        <p role="status" className="text-sm text-muted-foreground">
          {pending > 0
            ? `Waits for ${plural(pending, 'file')} that ${pending === 1 ? 'is' : 'are'} still on the way.`
            : 'Waits its turn.'}
        </p>
      )}
      {detail.inputs.length > 0 && (
        <ul aria-label="Files" className="divide-y rounded-md border bg-card">
          {detail.inputs.map((input, i) => (
            <InputRow key={input.taskId} input={input} name={detail.filenames[i]} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Whole({ detail }: { detail: ExportDetail }) {
  const { bytesDone, bytesTotal, startedAt, percent } = detail;
  const start = startedAt ? Date.parse(startedAt) : null;
  // Whole seconds are enough, and keep the page still in between.
  const elapsed = useClock(
    useCallback(
      (now) => (start === null ? 0 : Math.max(0, Math.floor((now - start) / 1000))),
      [start],
    ),
  );
  const speed = elapsed > 0 && bytesDone > 0 ? bytesDone / elapsed : null;
  const left = timeLeft({ size: bytesTotal, done: bytesDone, speed });
  const amount =
    bytesTotal === null
      ? formatBytes(bytesDone)
      : `${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}`;
  return (
    <div className="grid gap-1.5 text-sm">
      <p className="flex flex-wrap gap-x-2">
        {percent !== null && <b className="font-medium">{percent} %</b>}
        <span className="text-muted-foreground">
          {[amount, speed && formatSpeed(speed), left !== null && `${formatDuration(left)} left`]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      <Progress value={percent} label="Progress of the export" valueText={amount} />
    </div>
  );
}

const LOOKS = {
  pending: { icon: CircleDashed, tone: 'text-muted-foreground', word: 'On the way' },
  ready: { icon: CircleCheck, tone: 'text-success', word: 'Ready' },
  failed: { icon: CircleX, tone: 'text-danger', word: 'Failed' },
  gone: { icon: CircleX, tone: 'text-danger', word: 'No longer here' },
} as const;

function InputRow({ input, name }: { input: ExportInput; name: string | undefined }) {
  const upload = useUploadItems().find((item) => item.taskId === input.taskId);
  const { icon, tone, word } = LOOKS[input.state];
  const Icon = upload?.phase === 'sending' ? LoaderCircle : icon;
  const [first] = input.files;
  const more = input.files.length - 1;
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-2 px-3 py-1.5 text-sm">
      <Icon
        aria-hidden
        className={`mt-0.5 size-4 ${tone} ${upload?.phase === 'sending' ? 'animate-spin' : ''}`}
      />
      <span className="min-w-0">
        <span className="flex justify-between gap-3">
          <bdi className="min-w-0 truncate">
            {first?.filename ?? upload?.name ?? name ?? 'A file'}
          </bdi>
          <span className="shrink-0 text-xs text-muted-foreground">
            {more > 0 && `+${more} · `}
            {first?.size != null && formatBytes(first.size)}
          </span>
        </span>
        {upload && upload.phase !== 'ready' && input.state === 'pending' ? (
          <Arriving item={upload} />
        ) : (
          <span className={`block text-xs ${tone}`}>
            {input.state === 'failed' ? (input.message ?? word) : word}
          </span>
        )}
      </span>
    </li>
  );
}

/** A file that this very tab is sending. */
function Arriving({ item }: { item: UploadItem }) {
  const left = timeLeft(item);
  return (
    <span className="grid gap-1">
      <span className="text-xs text-muted-foreground">
        {item.message ??
          [
            `${formatBytes(item.done)} of ${formatBytes(item.size ?? 0)}`,
            item.speed && formatSpeed(item.speed),
            left !== null && `${formatDuration(left)} left`,
          ]
            .filter(Boolean)
            .join(' · ')}
      </span>
      <Progress
        value={item.size ? (item.done / item.size) * 100 : null}
        label={`Upload of ${item.name}`}
      />
      <span className="text-xs text-warning">Keep this tab open until it has arrived.</span>
    </span>
  );
}
