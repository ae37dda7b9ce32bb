'use client';

import { useState } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { cn } from '#lib/ui/cn.ts';
import type { RequestCode } from './request-code.ts';

const KINDS = [
  { id: 'json', label: 'JSON' },
  { id: 'curl', label: 'curl' },
] as const;

/** The same export as a call of the API, to copy into a program. */
export function RequestPreview({ code, note }: { code: RequestCode; note?: string }) {
  const [kind, setKind] = useState<'json' | 'curl'>('json');
  return (
    <section aria-label="The request" className="grid min-w-0 gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="flex rounded border bg-muted p-0.5">
          {KINDS.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              aria-pressed={kind === id}
              onClick={() => setKind(id)}
              className={cn(
                'rounded-sm px-2 py-0.5 text-xs font-medium text-muted-foreground',
                kind === id && 'bg-card text-foreground',
              )}
            >
              {label}
            </button>
          ))}
        </div>
        <CopyButton
          value={code[kind]}
          label={kind === 'json' ? 'Copy JSON' : 'Copy command'}
          size="sm"
        />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keys.
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-md border bg-card p-3 font-mono text-xs"
      >
        {code[kind]}
      </pre>
      {note && <p className="text-xs text-muted-foreground">{note}</p>}
    </section>
  );
}
