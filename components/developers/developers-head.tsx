'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { PageHeading } from '#components/page-heading.tsx';
import { cn } from '#lib/ui/cn.ts';

const PARTS = [
  { href: '/developers', word: 'API keys' },
  { href: '/developers/webhooks', word: 'Webhooks' },
  { href: '/developers/signed-urls', word: 'Signed URLs' },
] as const;

/** The heading that the pages for developers share, and the way from one to the other. */
export function DevelopersHead() {
  const path = usePathname();
  return (
    <div className="grid gap-2">
      <PageHeading title="Developers">
        <Link
          href="/docs/api"
          prefetch={false}
          className="text-sm text-primary underline-offset-4 hover:underline"
        >
          API reference
        </Link>
      </PageHeading>
      <nav aria-label="Developers">
        <ul className="flex gap-4 overflow-x-auto overflow-y-hidden border-b">
          {PARTS.map(({ href, word }) => (
            <li key={href}>
              <Link
                href={href}
                aria-current={path === href ? 'page' : undefined}
                className={cn(
                  '-mb-px flex h-9 items-center border-b-2 px-0.5 text-sm whitespace-nowrap hover:text-foreground focus-visible:-outline-offset-2',
                  path === href
                    ? 'border-primary font-medium text-foreground'
                    : 'border-transparent text-muted-foreground',
                )}
              >
                {word}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
