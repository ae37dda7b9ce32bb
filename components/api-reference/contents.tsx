type Entry = { id: string; title: string; calls?: readonly { id: string; title: string }[] };

/** Where everything is: beside the text where there is room, else folded away above it. */
export function Contents({ entries }: { entries: readonly Entry[] }) {
  return (
    <>
      <details className="rounded-md border bg-card px-3 py-2 md:hidden">
        <summary className="cursor-pointer rounded text-sm font-medium">Contents</summary>
        <ContentsList entries={entries} label="Contents of this page" />
      </details>
      <div className="sticky top-4 hidden max-h-[calc(100dvh-2rem)] self-start overflow-y-auto p-1 md:block">
        <ContentsList entries={entries} label="Contents" />
      </div>
    </>
  );
}

function ContentsList({ entries, label }: { entries: readonly Entry[]; label: string }) {
  return (
    <nav aria-label={label}>
      <ul className="mt-2 grid gap-2 text-sm">
        {entries.map(({ id, title, calls = [] }) => (
          <li key={id}>
            <a href={`#${id}`} className="rounded font-medium hover:underline">
              {title}
            </a>
            {calls.length > 0 && (
              <ul className="mt-1 grid gap-0.5 border-s ps-3">
                {calls.map((call) => (
                  <li key={call.id}>
                    <a
                      href={`#${call.id}`}
                      className="rounded text-muted-foreground hover:text-foreground hover:underline"
                    >
                      {call.title}
                    </a>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
