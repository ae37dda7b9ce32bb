'use client';

import { useQuery } from '@tanstack/react-query';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** Bytes read of a text: enough to recognise it. */
const SHOWN = 100_000;

/** The beginning of a text. */
export function TextPreview({ url }: { url: string }) {
  const { data, error, isPending } = useQuery({
    queryKey: ['text', url],
    queryFn: ({ signal }) => readStart(url, signal),
    refetchOnWindowFocus: false,
  });
  if (isPending) return <Skeleton className="m-3 h-24" />;
  if (error) {
    return (
      <p role="alert" className="p-3 text-sm text-danger">
        The file could not be read. It may have been deleted meanwhile.
      </p>
    );
  }
  return (
    <div className="min-w-0">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keys.
        tabIndex={0}
        className="overflow-auto p-3 font-mono text-xs whitespace-pre-wrap"
      >
        {data.text || '(empty)'}
      </pre>
      {data.cut && (
        <p className="border-t p-2 text-center text-xs text-muted-foreground">
          Only the beginning is shown. Download the file to see all of it.
        </p>
      )}
    </div>
  );
}

async function readStart(
  url: string,
  signal: AbortSignal,
): Promise<{ text: string; cut: boolean }> {
  const response = await fetch(url, { headers: { range: `bytes=0-${SHOWN - 1}` }, signal });
  // An empty file has no range that could be asked for.
  if (response.status === 416) return { text: '', cut: false };
  if (!response.ok) throw new Error(`The file answered ${response.status}.`);
  const total = Number(response.headers.get('content-range')?.split('/')[1] ?? 0);
  return { text: await response.text(), cut: total > SHOWN };
}
