'use client';

import { Plus } from 'lucide-react';
import {
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
} from '#components/ui/dropdown-menu.tsx';
import { attemptAction } from './exports/attempt-action.ts';
import type { TeamChoice } from './user-menu-button.tsx';

type TeamSwitchProps = TeamChoice & {
  /** Asks for the name of a new team. */
  onCreate: () => void;
};

/** The part of the user menu that says which team the pages show. */
export function TeamSwitch({ current, own, switchTeam, onCreate }: TeamSwitchProps) {
  async function choose(id: string) {
    if (id === current) return;
    const answer = await attemptAction(switchTeam({ id }));
    // From the ground up: nothing of the other team may stay on the page.
    if (answer?.ok) window.location.assign('/exports');
  }
  return (
    <>
      <DropdownMenuLabel>Team</DropdownMenuLabel>
      <DropdownMenuRadioGroup aria-label="Team" value={current} onValueChange={choose}>
        {own.map(({ id, name, role }) => (
          <DropdownMenuRadioItem key={id} value={id}>
            <span className="truncate">{name}</span>
            <span className="text-xs text-muted-foreground">{role}</span>
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
      <DropdownMenuItem onSelect={onCreate}>
        <Plus aria-hidden />
        New team
      </DropdownMenuItem>
      <DropdownMenuSeparator />
    </>
  );
}
