import './globals.css';
import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { Toaster } from '#components/ui/toast.tsx';
import { THEME_SCRIPT } from '#lib/ui/theme.ts';

export const metadata: Metadata = {
  title: { default: 'Slipway', template: '%s · Slipway' },
  description: 'Delivers converted files.',
  icons: { icon: { url: '/icon.svg', type: 'image/svg+xml' } },
  // What is behind the sign-in is nobody else's business, and temporary URLs are on these pages.
  robots: { index: false, follow: false },
  referrer: 'same-origin',
};

// Scroll bars and the page before its style sheet are in the right theme too.
export const viewport: Viewport = { colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Pages made at build time would lack the nonce that the content security policy asks of scripts.
  await connection();
  return (
    // The script below sets data-theme before React looks.
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of our own. */}
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
      </head>
      <body>
        {children}
        <Toaster />
      </body>
    </html>
  );
}
