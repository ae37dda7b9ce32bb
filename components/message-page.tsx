import Link from 'next/link';
import type { ReactNode } from 'react';
import { Logo } from './logo.tsx';
import { Button } from './ui/button.tsx';

type MessagePageProps = { title: string; children: ReactNode; action?: ReactNode };

/** A page that has only something to say: not found, or broken. */
export function MessagePage({ title, children, action }: MessagePageProps) {
  return (
    <main className="mx-auto grid min-h-dvh max-w-md content-center gap-4 p-4">
      <Logo className="size-8" />
      <h1 className="text-xl font-semibold">{title}</h1>
      <div className="grid gap-2 text-muted-foreground">{children}</div>
      <div className="flex flex-wrap gap-2">
        {action}
        <Button asChild>
          <Link href="/exports">Go to exports</Link>
        </Button>
      </div>
    </main>
  );
}
