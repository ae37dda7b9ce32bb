import { type ReactNode, useId } from 'react';

/** A part of the team page under its heading. */
export function TeamSection({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <h2 id={id} className="text-base font-semibold break-words">
        {title}
      </h2>
      {children}
    </section>
  );
}
