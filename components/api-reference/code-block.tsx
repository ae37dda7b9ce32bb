import { CopyButton } from '#components/ui/copy-button.tsx';

/** Code to read and to copy. @param label what it is, for the button. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className="relative min-w-0">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keys.
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-md border bg-card p-3 pe-12 font-mono text-xs"
      >
        {code}
      </pre>
      <CopyButton
        iconOnly
        size="sm"
        value={code}
        label={`Copy: ${label}`}
        className="absolute end-2 top-2 bg-card"
      />
    </div>
  );
}
