import type { ReactNode } from 'react';

/** A part of the team page. Its table is a region of its own name, so this is none. */
export function TeamSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-3">
      <h2 className="text-base font-semibold [overflow-wrap:anywhere]">{title}</h2>
      {children}
    </section>
  );
}
