import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import type { FormAction } from '#lib/ui/action-state.ts';
import type { RoleName } from '#lib/ui/role-words.ts';
import type { ActionResult } from '#lib/web/action-state.ts';

export type TeamChoice = {
  /** Id of the team that the pages show. */
  current: string;
  own: readonly { id: string; name: string; role: RoleName }[];
  switchTeam: (input: { id: string }) => Promise<ActionResult<unknown>>;
  createTeam: FormAction;
};

export type UserMenuProps = {
  user: { name: string; email: string };
  team: { name: string };
  role: RoleName;
  /** The teams to switch between; left out where there is no server to ask. */
  teams?: TeamChoice | undefined;
  /** A form action. */
  signOut: () => void | Promise<void>;
};

type UserMenuButtonProps = ComponentProps<'button'> & Pick<UserMenuProps, 'user' | 'team'>;

export function UserMenuButton({ user, team, ...props }: UserMenuButtonProps) {
  return (
    <button
      type="button"
      className="flex min-h-10 w-full items-center gap-2 rounded border px-2 py-1 text-start text-sm -outline-offset-2 hover:bg-hover"
      {...props}
    >
      <span className="grid min-w-0 flex-1">
        <span className="truncate font-medium">{user.name || user.email}</span>
        <span className="truncate text-xs text-muted-foreground">{team.name}</span>
      </span>
      <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
    </button>
  );
}
