'use client';

import { Keyboard, LogOut, Settings } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
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
import { NewTeamDialog } from './new-team-dialog.tsx';
import { TeamSwitch } from './team-switch.tsx';
import { THEME_LOOKS } from './theme-looks.ts';
import { useTheme } from './use-theme.ts';
import type { UserMenuProps } from './user-menu-button.tsx';
import { UserMenuButton } from './user-menu-button.tsx';

// Loaded when it is first asked for, hence the default export.
export default function UserMenuList({ user, team, role, teams, signOut }: UserMenuProps) {
  const [theme, setTheme] = useTheme();
  // The menu is gone from the page before a form inside it could be sent, so the form stands outside.
  const form = useRef<HTMLFormElement>(null);
  const [naming, setNaming] = useState(false);
  return (
    <>
      <form ref={form} action={signOut} />
      <DropdownMenu defaultOpen>
        <DropdownMenuTrigger asChild>
          <UserMenuButton user={user} team={team} />
        </DropdownMenuTrigger>
        <DropdownMenuContent align="start" className="w-60">
          <DropdownMenuLabel className="grid">
            <span className="truncate text-sm text-foreground">{user.email}</span>
            <span className="truncate">
              {role} of {team.name}
            </span>
          </DropdownMenuLabel>
          <DropdownMenuSeparator />
          {teams && <TeamSwitch {...teams} onCreate={() => setNaming(true)} />}
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
            <Link href="/settings">
              <Settings aria-hidden />
              Settings
            </Link>
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => form.current?.requestSubmit()}>
            <LogOut aria-hidden />
            Sign out
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {teams && naming && (
        <NewTeamDialog create={teams.createTeam} onClose={() => setNaming(false)} />
      )}
    </>
  );
}
