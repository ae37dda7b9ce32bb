import { CircleCheck, CirclePause, TriangleAlert } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import type { WebhookRow } from '#lib/developers/list-webhooks.ts';

/** Whether a webhook is told of events, and whether that works: by icon and word. */
export function WebhookStatus({ webhook }: { webhook: WebhookRow }) {
  if (webhook.disabled)
    return (
      <Badge>
        <CirclePause aria-hidden />
        Disabled
      </Badge>
    );
  if (webhook.failing)
    return (
      <Badge tone="warning">
        <TriangleAlert aria-hidden />
        Failing
      </Badge>
    );
  return (
    <Badge tone="success">
      <CircleCheck aria-hidden />
      Enabled
    </Badge>
  );
}
