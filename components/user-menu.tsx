'use client';

import { lazy, Suspense, useState } from 'react';
import { useTeamFollow } from './use-team-follow.ts';
import { UserMenuButton, type UserMenuProps } from './user-menu-button.tsx';

const load = () => import('./user-menu-list.tsx');
const UserMenuList = lazy(load);

/** A menu is a fifth of what a page may weigh, so its code comes when the hand or the focus nears it. */
export function UserMenu(props: UserMenuProps) {
  const [wanted, setWanted] = useState(false);
  const { user, team, teams } = props;
  useTeamFollow(teams?.current);
  const button = (
    <UserMenuButton
      user={user}
      team={team}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={load}
      onFocus={load}
      onClick={() => setWanted(true)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        setWanted(true);
      }}
    />
  );
  return wanted ? (
    <Suspense fallback={button}>
      <UserMenuList {...props} />
    </Suspense>
  ) : (
    button
  );
}
