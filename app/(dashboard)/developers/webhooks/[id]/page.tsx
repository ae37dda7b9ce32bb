import { Inbox } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { DeliveryList } from '#components/developers/delivery-list.tsx';
import { RefreshPage } from '#components/developers/refresh-page.tsx';
import { WebhookActions } from '#components/developers/webhook-actions.tsx';
import { WebhookStatus } from '#components/developers/webhook-status.tsx';
import { PageHeading } from '#components/page-heading.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { describeOwnWebhook } from '#lib/developers/describe-own-webhook.ts';
import { listDeliveries } from '#lib/developers/list-deliveries.ts';
import type { WebhookRow } from '#lib/developers/list-webhooks.ts';
import { removeWebhookAction, switchWebhookAction } from '../../actions.ts';
import { findManaged, JOBS } from '../find-managed.ts';

export const metadata: Metadata = { title: 'Webhook' };

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
};

export default async function WebhookPage({ params, searchParams }: Props) {
  const [{ id }, { before }] = await Promise.all([params, searchParams]);
  const { webhook, page } = await findManaged(async (context) => {
    const webhookId = id === JOBS ? null : id;
    const cursor = [before].flat()[0];
    const webhook = webhookId === null ? undefined : await describeOwnWebhook(context, webhookId);
    const page = await listDeliveries(context, { webhookId, cursor });
    return { webhook, page };
  });
  const base = `/developers/webhooks/${id}`;
  return (
    <div className="grid gap-4">
      <RefreshPage waiting={page.rows.some(({ status }) => status === 'waiting')} />
      <Link
        href="/developers/webhooks"
        className="w-fit text-sm text-muted-foreground hover:text-foreground hover:underline"
      >
        Webhooks
      </Link>
      <PageHeading
        title={
          <span className="break-all">{webhook?.url ?? 'Jobs with a webhook of their own'}</span>
        }
      >
        {webhook && (
          <WebhookActions
            id={webhook.id}
            enabled={!webhook.disabled}
            turn={switchWebhookAction}
            remove={removeWebhookAction}
          />
        )}
      </PageHeading>
      {webhook && <Facts webhook={webhook} />}
      {page.rows.length > 0 ? (
        <DeliveryList rows={page.rows} base={base} addresses={!webhook} />
      ) : (
        <EmptyState
          icon={Inbox}
          title={before ? 'Nothing was sent before that' : 'Nothing has been sent yet'}
        >
          {webhook
            ? 'What is sent stands here for 30 days, with the answers. The next job that runs makes a line.'
            : 'Make a job with webhook_url, and what is sent to it stands here for 30 days.'}
        </EmptyState>
      )}
      {(before || page.nextCursor) && (
        <nav aria-label="Pages" className="flex justify-center gap-2">
          {before && (
            <Button asChild>
              <Link href={base}>Newest</Link>
            </Button>
          )}
          {page.nextCursor && (
            <Button asChild>
              <Link href={`${base}?before=${page.nextCursor}`}>Older</Link>
            </Button>
          )}
        </nav>
      )}
    </div>
  );
}

function Facts({ webhook }: { webhook: WebhookRow }) {
  return (
    <>
      <div className="flex flex-wrap gap-1">
        <WebhookStatus webhook={webhook} />
        {webhook.events.map((event) => (
          <Badge key={event}>{event}</Badge>
        ))}
      </div>
      {webhook.disabled && (
        <Alert tone="warning">{webhook.disabled} Events that happen meanwhile are not kept.</Alert>
      )}
    </>
  );
}
