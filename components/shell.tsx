import Link from 'next/link';
import type { ReactNode } from 'react';
import { Logo } from './logo.tsx';
import { ShellBar } from './shell-bar.tsx';
import { type PlaceRight, ShellNav } from './shell-nav.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { TickerProvider } from './ticker.tsx';
import { UserMenu } from './user-menu.tsx';
import type { UserMenuProps } from './user-menu-button.tsx';

export type ShellProps = UserMenuProps & {
  /** The server's clock in milliseconds: everything on the page counts by it. */
  serverTime: number;
  /** What the role allows, of places that not everybody has. */
  may: readonly PlaceRight[];
  children: ReactNode;
};

/** The frame of every page behind the sign-in: a rail at the left, a bar on top of small screens. */
export function Shell({ serverTime, may, children, ...person }: ShellProps) {
  return (
    <TickerProvider serverTime={serverTime}>
      <a
        href="#main"
        className="fixed start-2 top-2 z-50 -translate-y-16 rounded border bg-popover px-3 py-2 text-sm font-medium shadow-popover focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="grid min-h-dvh grid-rows-[auto_1fr] md:grid-cols-[13rem_minmax(0,1fr)] md:grid-rows-1">
        <ShellBar
          brand={
            <Link href="/exports" className="flex items-center gap-2 rounded font-semibold">
              <Logo />
              Slipway
            </Link>
          }
        >
          <ShellNav may={may} />
          <UserMenu {...person} />
        </ShellBar>
        <main id="main" tabIndex={-1} className="min-w-0 p-4 outline-none sm:p-6">
          {children}
        </main>
      </div>
      <Shortcuts mayExport={may.includes('export')} />
    </TickerProvider>
  );
}
