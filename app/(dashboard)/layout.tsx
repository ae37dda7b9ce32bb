import type { ReactNode } from 'react';
import { QueryProvider } from '#components/query-provider.tsx';
import { Shell } from '#components/shell.tsx';
import { runtime } from '#lib/runtime.ts';
import { can, type Role } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import { signOut } from './sign-out.ts';

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { name, email, teamName, role } = await getViewer();
  return (
    <QueryProvider>
      <Shell
        user={{ name, email }}
        team={{ name: teamName }}
        role={role}
        may={placesOf(role)}
        serverTime={runtime().clock.now().getTime()}
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
