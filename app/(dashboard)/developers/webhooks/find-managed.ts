import { notFound } from 'next/navigation';
import type { DeveloperContext } from '#lib/developers/context.ts';
import { openDeveloperContext } from '#lib/developers/open-context.ts';
import { isFailure } from '#lib/errors.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';

/** In place of an id: what went to the `webhook_url` of jobs. */
export const JOBS = 'jobs';

/** Finds something of the team's webhooks for who may manage them; for others there is no such page. */
export async function findManaged<T>(find: (context: DeveloperContext) => Promise<T>): Promise<T> {
  const viewer = await getViewer();
  if (!can(viewer.role, 'webhook.manage')) notFound();
  try {
    return await find(openDeveloperContext(viewer));
  } catch (error) {
    // A cursor that was tampered with leads nowhere, as an id does.
    if (isFailure(error) && ['NOT_FOUND', 'INVALID_DATA'].includes(error.code)) notFound();
    throw error;
  }
}
