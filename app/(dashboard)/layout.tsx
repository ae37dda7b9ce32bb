import type { ReactNode } from 'react';
import { QueryProvider } from '#components/query-provider.tsx';
import { Shell } from '#components/shell.tsx';
import { runtime } from '#lib/runtime.ts';
import { listOwnTeams } from '#lib/teams/list-own-teams.ts';
import { can, type Role } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import { signOut } from './sign-out.ts';
import { createTeamAction, switchTeamAction } from './team/actions.ts';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { userId, name, email, teamId, teamName, role } = await getViewer();
  const { db, clock } = runtime();
  const teams = {
    current: teamId,
    own: await listOwnTeams(db.prisma, userId),
    switchTeam: switchTeamAction,
    createTeam: createTeamAction,
  };
  return (
    <QueryProvider>
      <Shell
        user={{ name, email }}
        team={{ name: teamName }}
        role={role}
        teams={teams}
        may={placesOf(role)}
        serverTime={clock.now().getTime()}
        signOut={signOut}
      >
        {children}
      </Shell>
    </QueryProvider>
  );
}

function placesOf(role: Role) {
  const places = {
    export: can(role, 'export.create'),
    develop: can(role, 'key.manage') || can(role, 'webhook.manage'),
    audit: can(role, 'audit.read'),
  };
  return (Object.keys(places) as (keyof typeof places)[]).filter((place) => places[place]);
}
