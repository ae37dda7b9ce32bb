import type { ReactNode } from 'react';

/** A part of the reference that the contents lead to. */
export function ReferenceSection({
  id,
  title,
  children,
}: {
  id: string;
  title: string;
  children: ReactNode;
}) {
  return (
    <section aria-labelledby={id} className="grid min-w-0 gap-3">
      <h2 id={id} className="scroll-mt-16 text-xl font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Text of a guide, at a length that can be read. */
export function Prose({ children }: { children: ReactNode }) {
  return <p className="max-w-prose">{children}</p>;
}
