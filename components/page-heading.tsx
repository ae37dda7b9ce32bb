import type { ReactNode } from 'react';

type PageHeadingProps = {
  title: ReactNode;
  /** What can be done from here, at the end of the line. */
  children?: ReactNode;
};

export function PageHeading({ title, children }: PageHeadingProps) {
  return (
    <header className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <h1 className="min-w-0 text-xl font-semibold">{title}</h1>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </header>
  );
}
