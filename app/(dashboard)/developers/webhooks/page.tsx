import { Webhook } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { DevelopersHead } from '#components/developers/developers-head.tsx';
import { JobSecret } from '#components/developers/job-secret.tsx';
import { NewWebhookDialog } from '#components/developers/new-webhook-dialog.tsx';
import { NotForYou } from '#components/developers/not-for-you.tsx';
import { WebhookList } from '#components/developers/webhook-list.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { listWebhooks } from '#lib/developers/list-webhooks.ts';
import { openDeveloperContext } from '#lib/developers/open-context.ts';
import { EVENT_TEXTS } from '#lib/developers/webhook-input.ts';
import { can } from '#lib/teams/permissions.ts';
import { getViewer } from '#lib/web/viewer.ts';
import { createWebhookAction, revealJobSecretAction } from '../actions.ts';

export const metadata: Metadata = { title: 'Webhooks' };

export default async function WebhooksPage() {
  const viewer = await getViewer();
  if (!can(viewer.role, 'webhook.manage'))
    return (
      <div className="grid gap-6">
        <DevelopersHead />
        <NotForYou things="webhooks" />
      </div>
    );
  const webhooks = await listWebhooks(openDeveloperContext(viewer));
  // Stands in one place, list or none: a dialog that moved would lose the secret that it shows.
  const create = <NewWebhookDialog create={createWebhookAction} events={EVENT_TEXTS} />;
  return (
    <div className="grid gap-6">
      <DevelopersHead />
      <div className="grid gap-3">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-base font-semibold">Webhooks</h2>
          {create}
        </div>
        {webhooks.length > 0 ? (
          <WebhookList webhooks={webhooks} />
        ) : (
          <EmptyState icon={Webhook} title="No webhooks yet">
            A webhook tells a program of yours when a job has finished or failed, so that it does
            not have to ask.
          </EmptyState>
        )}
      </div>
      <section aria-labelledby="job-urls" className="grid max-w-3xl gap-2">
        <h2 id="job-urls" className="text-base font-semibold">
          Jobs with a webhook of their own
        </h2>
        <p className="text-sm text-muted-foreground">
          A job that was made with <code>webhook_url</code> tells that address of all its events,
          signed with one secret for all jobs of the team.{' '}
          <Link
            href="/developers/webhooks/jobs"
            prefetch={false}
            className="text-primary underline underline-offset-4"
          >
            What was sent to them
          </Link>
        </p>
        <JobSecret reveal={revealJobSecretAction} />
      </section>
    </div>
  );
}
