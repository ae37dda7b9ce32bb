'use client';

import { Download, ExternalLink } from 'lucide-react';
import { buttonStyle } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogFooter } from '#components/ui/dialog.tsx';
import type { StoredFile } from '#lib/exports/types.ts';
import { formatBytes } from '#lib/ui/bytes.ts';
import { TextPreview } from './text-preview.tsx';

type FilePreviewProps = {
  file: StoredFile;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Looks into a file without saving it. What runs inside a file never runs here. */
export default function FilePreview({ file, open, onOpenChange }: FilePreviewProps) {
  const viewUrl = file.viewUrl ?? undefined;
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={<bdi className="break-all">{file.filename}</bdi>}
        description={`${file.contentType.split(';')[0]}${file.size === null ? '' : ` · ${formatBytes(file.size)}`}`}
        className="sm:max-w-4xl"
      >
        <div className="grid max-h-[70dvh] min-h-24 overflow-auto rounded-md border bg-muted">
          {file.preview === 'image' && (
            // biome-ignore lint/performance/noImgElement: a file behind a sign-in, shown as it is.
            <img src={viewUrl} alt={file.filename} className="m-auto max-w-full" />
          )}
          {file.preview === 'pdf' && (
            <iframe src={viewUrl} title={file.filename} className="h-[70dvh] w-full" />
          )}
          {file.preview === 'text' && viewUrl && <TextPreview url={viewUrl} />}
        </div>
        <DialogFooter>
          <a className={buttonStyle()} href={viewUrl} target="_blank" rel="noreferrer">
            <ExternalLink aria-hidden />
            Open in a new tab
          </a>
          <a
            className={buttonStyle()}
            href={file.downloadUrl ?? undefined}
            download={file.filename}
          >
            <Download aria-hidden />
            Download
          </a>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
