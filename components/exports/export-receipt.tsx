import { CopyButton } from '#components/ui/copy-button.tsx';
import type { ExportFile } from '#lib/exports/types.ts';
import { formatBytes } from '#lib/ui/bytes.ts';
import { plural } from '#lib/ui/plural.ts';

/** What a target says it wrote, and where. */
export function ExportReceipt({ files }: { files: ExportFile[] }) {
  return (
    <section aria-labelledby="receipt-heading" className="grid gap-3">
      <h2 id="receipt-heading" className="text-lg font-semibold">
        {plural(files.length, 'file')} delivered
      </h2>
      <ul aria-label="Delivered files" className="divide-y rounded-md border bg-card">
        {files.map((file) => (
          <li key={file.location ?? file.filename} className="grid gap-1 p-3">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4">
              <bdi className="min-w-0 font-medium break-all">{file.filename}</bdi>
              <span className="text-sm text-muted-foreground">
                {file.size !== null && formatBytes(file.size)}
              </span>
            </div>
            {file.location && (
              <span className="flex flex-wrap items-center gap-2">
                <code className="min-w-0 text-xs break-all">{file.location}</code>
                <CopyButton size="sm" value={file.location} label="Copy location" />
              </span>
            )}
            {file.sha256 && (
              <p className="text-xs text-muted-foreground">
                SHA-256 <code className="break-all">{file.sha256}</code>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
