import type { ReactNode } from 'react';
import { Logo } from '#components/logo.tsx';
import { ThemeSwitch } from '#components/theme-switch.tsx';

/** The pages before the sign-in: one card in the middle. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-4 p-4">
      <header className="flex items-center gap-2 text-lg font-semibold">
        <Logo className="size-8" />
        Slipway
      </header>
      <main>{children}</main>
      <footer>
        <ThemeSwitch />
      </footer>
    </div>
  );
}
