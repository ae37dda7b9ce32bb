'use client';

import { Cable, Code, Files, MapPin, Plus, ScrollText, Send, Users } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '#lib/ui/cn.ts';

export type PlaceRight = 'export' | 'develop' | 'audit';

const PLACES = [
  { href: '/exports', word: 'Exports', icon: Send },
  { href: '/exports/new', word: 'New export', icon: Plus, needs: 'export' },
  { href: '/files', word: 'Files', icon: Files },
  { href: '/destinations', word: 'Destinations', icon: MapPin },
  { href: '/connections', word: 'Connections', icon: Cable },
  { href: '/team', word: 'Team', icon: Users },
  { href: '/developers', word: 'Developers', icon: Code, needs: 'develop' },
  { href: '/audit', word: 'Audit log', icon: ScrollText, needs: 'audit' },
] as const;

/** The place that the path is in: the longest that it starts with, so that /exports/new is not both. */
function findPlace(path: string): string | undefined {
  return PLACES.map(({ href }) => href)
    .filter((href) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0];
}

/** @param may what the role allows, of places that not everybody has. */
export function ShellNav({ may }: { may: readonly PlaceRight[] }) {
  const path = usePathname();
  const here = findPlace(path);
  return (
    <nav aria-label="Main">
      <ul className="grid gap-0.5">
        {PLACES.filter((place) => !('needs' in place) || may.includes(place.needs)).map(
          ({ href, word, icon: Icon }) => (
            <li key={href}>
              <Link
                href={href}
                aria-current={here === href ? (path === href ? 'page' : 'true') : undefined}
                className={cn(
                  'flex h-8 items-center gap-2 rounded px-2 text-sm -outline-offset-2 hover:bg-hover pointer-coarse:h-10',
                  here === href
                    ? 'bg-primary-soft font-medium text-foreground shadow-[inset_2px_0_0_var(--primary)]'
                    : 'text-muted-foreground hover:text-foreground',
                )}
              >
                <Icon aria-hidden className="size-4" />
                {word}
              </Link>
            </li>
          ),
        )}
      </ul>
    </nav>
  );
}
