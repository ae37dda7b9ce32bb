import { CopyButton } from '#components/ui/copy-button.tsx';

type CodeLineProps = {
  /** Names it to screen readers: `Base URL`. */
  label: string;
  text: string;
  /** Left out where copying makes no sense. */
  copyLabel?: string;
  /** What is copied, when it is not what is shown. */
  copy?: string;
};

/** Something to copy into a program or a terminal, with the button that does. */
export function CodeLine({ label, text, copyLabel, copy = text }: CodeLineProps) {
  return (
    <section
      aria-label={label}
      className="flex min-w-0 flex-wrap items-start gap-2 rounded-md border bg-card p-2"
    >
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keys.
        tabIndex={0}
        className="max-h-80 min-w-0 flex-1 basis-60 overflow-auto p-1 font-mono text-xs wrap-anywhere whitespace-pre-wrap"
      >
        {text}
      </pre>
      {copyLabel && <CopyButton size="sm" value={copy} label={copyLabel} />}
    </section>
  );
}
