import type { ReactNode } from 'react';

type AuthCardProps = { title: string; description?: ReactNode; children: ReactNode };

/** One form under its heading, for the pages before the sign-in. */
export function AuthCard({ title, description, children }: AuthCardProps) {
  return (
    <div className="grid gap-4 rounded-lg border bg-card p-4 sm:p-6">
      <div className="grid gap-1">
        <h1 className="text-xl font-semibold [overflow-wrap:anywhere]">{title}</h1>
        {description && (
          <p className="text-sm [overflow-wrap:anywhere] text-muted-foreground">{description}</p>
        )}
      </div>
      {children}
    </div>
  );
}
