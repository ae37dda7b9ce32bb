import type { Metadata } from 'next';
import Link from 'next/link';
import { ApiReference } from '#components/api-reference/api-reference.tsx';
import { Logo } from '#components/logo.tsx';
import { ThemeSwitch } from '#components/theme-switch.tsx';
import { readApiDocument } from '#lib/web/read-api-document.ts';

export const metadata: Metadata = { title: 'API' };

/** For everybody: who integrates need not have an account here yet. */
export default async function ApiDocsPage() {
  const reference = await readApiDocument();
  return (
    <>
      <a
        href="#main"
        className="fixed start-2 top-2 z-50 -translate-y-16 rounded border bg-popover px-3 py-2 text-sm font-medium shadow-popover focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="border-b bg-card">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-2 px-4 py-2 sm:px-6">
          <Link href="/exports" className="flex items-center gap-2 rounded font-semibold">
            <Logo />
            Slipway
          </Link>
          <ThemeSwitch />
        </div>
      </header>
      <main id="main" tabIndex={-1} className="outline-none">
        <ApiReference {...reference} />
      </main>
    </>
  );
}
