import Link from 'next/link';
import { RelativeTime } from '#components/relative-time.tsx';
import { Badge } from '#components/ui/badge.tsx';
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from '#components/ui/table.tsx';
import type { WebhookRow } from '#lib/developers/list-webhooks.ts';
import { WebhookStatus } from './webhook-status.tsx';

export function WebhookList({ webhooks }: { webhooks: WebhookRow[] }) {
  return (
    <Table label="Webhooks">
      <TableHeader>
        <TableRow>
          <TableHead>Address</TableHead>
          <TableHead>Status</TableHead>
          <TableHead className="max-md:hidden">Events</TableHead>
          <TableHead className="max-lg:hidden">Made</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {webhooks.map((webhook) => (
          <TableRow key={webhook.id} className="relative">
            <TableCell className="max-w-0 min-w-40 sm:w-1/2">
              <Link
                href={`/developers/webhooks/${webhook.id}`}
                prefetch={false}
                title={webhook.url}
                // The whole row is the target.
                className="block truncate rounded-sm font-medium after:absolute after:inset-0"
              >
                {webhook.url}
              </Link>
            </TableCell>
            <TableCell>
              <WebhookStatus webhook={webhook} />
            </TableCell>
            <TableCell className="max-md:hidden">
              <span className="flex flex-wrap gap-1">
                {webhook.events.map((event) => (
                  <Badge key={event}>{event}</Badge>
                ))}
              </span>
            </TableCell>
            <TableCell className="whitespace-nowrap max-lg:hidden">
              <RelativeTime at={webhook.createdAt} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
