import type { Metadata } from 'next';
import { DestinationForm } from '#components/destinations/destination-form.tsx';
import { PageHeading } from '#components/page-heading.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { offeredDestinations } from '#lib/destinations/offered-destinations.ts';
import { runtime } from '#lib/runtime.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import { createDestinationAction, testDestinationAction, trustHostKeyAction } from '../actions.ts';

export const metadata: Metadata = { title: 'New destination' };

export default async function NewDestinationPage() {
  const { role, name, teamName } = await getViewer();
  return (
    <div className="grid max-w-3xl gap-4">
      <PageHeading title="New destination" />
      {can(role, 'destination.create') ? (
        <DestinationForm
          offered={offeredDestinations()}
          mayShare={can(role, 'destination.share')}
          facts={{ at: runtime().clock.now().toISOString(), person: name, team: teamName }}
          actions={{
            create: createDestinationAction,
            test: testDestinationAction,
            ...(can(role, 'destination.trust') ? { trust: trustHostKeyAction } : {}),
          }}
        />
      ) : (
        <Alert tone="warning">
          Your role may look at destinations, not make them. Ask an owner.
        </Alert>
      )}
    </div>
  );
}
