'use client';

import { CircleCheck, CircleDashed, CircleX, LoaderCircle } from 'lucide-react';
import { Progress } from '#components/ui/progress.tsx';
import type { UploadItem } from '#components/upload/upload-item.ts';
import { useUploadItems } from '#components/upload/uploads.ts';
import type { ExportDetail, ExportInput } from '#lib/exports/types.ts';
import { formatBytes } from '#lib/ui/bytes.ts';
import { plural } from '#lib/ui/plural.ts';
import { DeliveryList } from './delivery-list.tsx';
import { sayAmount, sayProgress } from './say-progress.ts';
import { usePaces } from './use-paces.ts';

/** How far an export is that has not ended: as a whole, and file by file while its files arrive. */
export function ExportProgress({ detail }: { detail: ExportDetail }) {
  const { deliveries } = detail;
  const paces = usePaces(detail);
  const pending = detail.inputs.filter((input) => input.state === 'pending').length;
  return (
    <section aria-labelledby="progress-heading" className="grid gap-3">
      <h2 id="progress-heading" className="text-lg font-semibold">
        Progress
      </h2>
      {detail.status === 'processing' ? (
        <Whole detail={detail} speed={paces.whole.speed} />
      ) : (
        <p role="status" className="text-sm text-muted-foreground">
          {pending > 0
            ? `Waits for ${plural(pending, 'file')} that ${pending === 1 ? 'is' : 'are'} still on the way.`
            : 'Waits its turn.'}
        </p>
      )}
      {detail.status === 'processing' && deliveries && (
        <DeliveryList
          label="Files"
          rows={deliveries.rows}
          count={detail.fileCount}
          paces={paces.files}
          ended={false}
          withReasons
        />
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

function Whole({ detail, speed }: { detail: ExportDetail; speed: number | null }) {
  const { bytesDone, bytesTotal, percent, deliveries, fileCount } = detail;
  const there = deliveries && deliveries.counts.done + deliveries.counts.skipped;
  return (
    <div className="grid gap-1.5 text-sm">
      <p className="flex flex-wrap gap-x-2 tabular-nums">
        {percent !== null && <b className="font-medium">{percent} %</b>}
        <span className="text-muted-foreground">
          {sayProgress(bytesDone, bytesTotal, speed)}
          {there !== null && fileCount > 1 && ` · ${there} of ${fileCount} files`}
        </span>
      </p>
      <Progress
        value={percent}
        label="Progress of the export"
        valueText={sayAmount(bytesDone, bytesTotal)}
      />
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
  return (
    <span className="grid gap-1">
      <span className="text-xs text-muted-foreground">
        {item.message ?? sayProgress(item.done, item.size ?? 0, item.speed)}
      </span>
      <Progress
        value={item.size ? (item.done / item.size) * 100 : null}
        label={`Upload of ${item.name}`}
      />
      <span className="text-xs text-warning">Keep this tab open until it has arrived.</span>
    </span>
  );
}
