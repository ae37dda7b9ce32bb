import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps } from 'react';

export type UserMenuProps = {
  user: { name: string; email: string };
  team: { name: string };
  role: 'owner' | 'admin' | 'operator' | 'viewer';
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
