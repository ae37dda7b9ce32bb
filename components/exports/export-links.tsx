'use client';

import { Download, ExternalLink, LinkIcon } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Countdown } from '#components/countdown.tsx';
import { useClock } from '#components/ticker.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Button, buttonStyle } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { useOrigin } from '#components/use-origin.ts';
import type { ExportDetail, ExportFile } from '#lib/exports/types.ts';
import { formatBytes } from '#lib/ui/bytes.ts';
import { plural } from '#lib/ui/plural.ts';
import { downloadAll } from './download-all.ts';

type ExportLinksProps = {
  detail: ExportDetail;
  onExpire: () => void;
  /** Makes new links in one click; absent for who may not. */
  newLink?: (() => Promise<void>) | undefined;
};

/** The temporary URLs of a finished export, until the second in which they end. */
export function ExportLinks({ detail, onExpire, newLink }: ExportLinksProps) {
  const origin = useOrigin();
  const end = detail.expiresAt ? Date.parse(detail.expiresAt) : 0;
  const expired = useClock(useCallback((now) => now >= end, [end])) || detail.taskGone;
  const links = detail.files.map((file) => ({ file, url: absolute(file.url, origin) }));
  const urls = links.flatMap(({ url }) => url ?? []);

  return (
    <section aria-labelledby="links-heading" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="links-heading" className="text-lg font-semibold">
          {plural(links.length, 'temporary URL')}
        </h2>
        {!expired && urls.length > 1 && (
          <span className="flex flex-wrap gap-2">
            <CopyButton value={urls.join('\n')} label="Copy all URLs" />
            <Button onClick={() => downloadAll(detail)}>
              <Download aria-hidden />
              Download all
            </Button>
          </span>
        )}
      </div>
      {expired && <Expired newLink={newLink} />}
      <ul aria-label="Temporary URLs" className="divide-y rounded-md border bg-card">
        {links.map(({ file, url }) => (
          <LinkRow
            key={file.filename}
            file={file}
            url={expired ? null : url}
            viewUrl={viewUrl(detail, file)}
            expiresAt={detail.expiresAt}
            onExpire={onExpire}
          />
        ))}
      </ul>
    </section>
  );
}

function Expired({ newLink }: { newLink: ExportLinksProps['newLink'] }) {
  const [busy, setBusy] = useState(false);
  async function renew() {
    setBusy(true);
    await newLink?.();
    setBusy(false);
  }
  return (
    <Alert tone="warning">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span>
          The temporary URLs have expired. What was downloaded stays; the links lead nowhere.
        </span>
        {newLink && (
          <Button variant="primary" onClick={renew} busy={busy}>
            <LinkIcon aria-hidden />
            New link
          </Button>
        )}
      </div>
    </Alert>
  );
}

type LinkRowProps = {
  file: ExportFile;
  /** Null once it has expired. */
  url: string | null;
  /** Leads to the file itself; `?download=1` may follow where it is ours. */
  viewUrl: ViewUrl;
  expiresAt: string | null;
  onExpire: () => void;
};

function LinkRow({ file, url, viewUrl, expiresAt, onExpire }: LinkRowProps) {
  return (
    <li className="grid gap-1.5 p-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <bdi className="min-w-0 font-medium break-all">{file.filename}</bdi>
        <span className="text-sm text-muted-foreground">
          {file.size !== null && formatBytes(file.size)}
          {file.contentType && ` · ${file.contentType.split(';')[0]}`}
        </span>
      </div>
      {url && (
        <input
          readOnly
          value={url}
          aria-label={`Temporary URL of ${file.filename}`}
          onFocus={(event) => event.currentTarget.select()}
          className="w-full min-w-0 truncate rounded border bg-muted px-2 py-1 font-mono text-xs"
        />
      )}
      <div className="flex flex-wrap items-center justify-between gap-2">
        {expiresAt && <Countdown expiresAt={expiresAt} onExpire={onExpire} announce={false} />}
        {url && (
          <span className="flex flex-wrap gap-2">
            <CopyButton
              size="sm"
              value={url}
              label="Copy URL"
              aria-label={`Copy URL of ${file.filename}`}
            />
            <a
              className={buttonStyle({ size: 'sm' })}
              href={viewUrl.open}
              target="_blank"
              rel="noreferrer"
              aria-label={`Open ${file.filename} in a new tab`}
            >
              <ExternalLink aria-hidden />
              Open
            </a>
            <a
              className={buttonStyle({ size: 'sm' })}
              href={viewUrl.download}
              download={file.filename}
              aria-label={`Download ${file.filename}`}
            >
              <Download aria-hidden />
              Download
            </a>
          </span>
        )}
      </div>
      {file.sha256 && (
        <p className="text-xs text-muted-foreground">
          SHA-256 <code className="break-all">{file.sha256}</code>
        </p>
      )}
    </li>
  );
}

type ViewUrl = { open: string; download: string };

/** The file itself: for who is signed in, or, at another server, by its temporary URL. */
function viewUrl({ remote, taskId }: ExportDetail, file: ExportFile): ViewUrl {
  if (remote) return { open: file.url ?? '', download: file.url ?? '' };
  const open = `/api/files/${taskId}/${encodeURIComponent(file.filename)}`;
  return { open, download: `${open}?download=1` };
}

/** Links to this server come as a path: its name is what the reader's browser calls it by. */
function absolute(url: string | null, origin: string): string | null {
  return url?.startsWith('/') ? `${origin}${url}` : url;
}
