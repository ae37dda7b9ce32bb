'use client';

import {
  Collapsible,
  CollapsibleContent,
  CollapsibleTrigger,
} from '#components/ui/collapsible.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';

/** What the target answered, for those who know what it means. Secrets were taken out before. */
export function RawAnswer({ text }: { text: string }) {
  return (
    <Collapsible className="grid min-w-0 gap-1">
      <CollapsibleTrigger className="w-fit text-xs text-muted-foreground">
        Details
      </CollapsibleTrigger>
      <CollapsibleContent className="grid min-w-0 gap-1">
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keys.
          tabIndex={0}
          className="max-h-64 overflow-auto rounded border bg-card p-2 font-mono text-xs break-all whitespace-pre-wrap"
        >
          {text}
        </pre>
        <CopyButton size="sm" value={text} label="Copy details" className="w-fit" />
      </CollapsibleContent>
    </Collapsible>
  );
}
