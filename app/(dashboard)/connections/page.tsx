import type { Metadata } from 'next';
import { ConnectionList } from '#components/connections/connection-list.tsx';
import { listConnections } from '#lib/connections/list-connections.ts';
import { PLACES } from '#lib/connections/places.ts';
import { runtime } from '#lib/runtime.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import {
  checkConnectionAction,
  createConnectionAction,
  deleteConnectionAction,
  updateConnectionAction,
} from './actions.ts';

export const metadata: Metadata = { title: 'Connections' };

export default async function ConnectionsPage() {
  const viewer = await getViewer();
  const rows = await listConnections(runtime().db.prisma, viewer.teamId);
  return (
    <ConnectionList
      rows={rows}
      places={PLACES}
      actions={
        can(viewer.role, 'connection.manage')
          ? {
              create: createConnectionAction,
              update: updateConnectionAction,
              check: checkConnectionAction,
              remove: deleteConnectionAction,
            }
          : undefined
      }
    />
  );
}
