'use client';

import { ChevronsUpDown, Keyboard, KeyRound, LogOut } from 'lucide-react';
import Link from 'next/link';
import { useRef } from 'react';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import { openShortcutList } from '#lib/ui/shortcut-setting.ts';
import { THEMES } from '#lib/ui/theme.ts';
import { THEME_LOOKS } from './theme-switch.tsx';
import { useTheme } from './use-theme.ts';

export type UserMenuProps = {
  user: { name: string; email: string };
  team: { name: string };
  role: 'owner' | 'admin' | 'operator' | 'viewer';
  /** A form action. */
  signOut: () => void | Promise<void>;
};

export function UserMenu({ user, team, role, signOut }: UserMenuProps) {
  const [theme, setTheme] = useTheme();
  // The menu is gone from the page before a form inside it could be sent, so the form stands outside.
  const form = useRef<HTMLFormElement>(null);
  return (
    <>
      <form ref={form} action={signOut} />
      <DropdownMenu>
        <DropdownMenuTrigger className="flex min-h-10 w-full items-center gap-2 rounded border px-2 py-1 text-start text-sm -outline-offset-2 hover:bg-hover">
          <span className="grid min-w-0 flex-1">
            <span className="truncate font-medium">{user.name || user.email}</span>
            <span className="truncate text-xs text-muted-foreground">{team.name}</span>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start" className="w-60">
          <DropdownMenuLabel className="grid">
            <span className="truncate text-sm text-foreground">{user.email}</span>
            <span className="truncate">
              {role} of {team.name}
            </span>
          </DropdownMenuLabel>
          <DropdownMenuSeparator />
          <DropdownMenuLabel>Theme</DropdownMenuLabel>
          <DropdownMenuRadioGroup aria-label="Theme" value={theme}>
            {THEMES.map((name) => {
              const { icon: Icon, word } = THEME_LOOKS[name];
              return (
                <DropdownMenuRadioItem
                  key={name}
                  value={name}
                  onSelect={(event) => {
                    // Stays open: one wants to see what one chose, and perhaps choose again.
                    event.preventDefault();
                    setTheme(name);
                  }}
                >
                  <Icon aria-hidden />
                  {word}
                </DropdownMenuRadioItem>
              );
            })}
          </DropdownMenuRadioGroup>
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={openShortcutList}>
            <Keyboard aria-hidden />
            Keyboard shortcuts
          </DropdownMenuItem>
          <DropdownMenuItem asChild>
            <Link href="/settings/password">
              <KeyRound aria-hidden />
              Change password
            </Link>
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => form.current?.requestSubmit()}>
            <LogOut aria-hidden />
            Sign out
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
    </>
  );
}
