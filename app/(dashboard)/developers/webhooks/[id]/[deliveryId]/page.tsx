import type { Metadata } from 'next';
import Link from 'next/link';
import { CodeLine } from '#components/developers/code-line.tsx';
import { DeliveryStatus } from '#components/developers/delivery-status.tsx';
import { DeliveryTries } from '#components/developers/delivery-tries.tsx';
import { RefreshPage } from '#components/developers/refresh-page.tsx';
import { SendAgainButton } from '#components/developers/send-again-button.tsx';
import { LocalTime } from '#components/local-time.tsx';
import { PageHeading } from '#components/page-heading.tsx';
import { RelativeTime } from '#components/relative-time.tsx';
import type { DeliveryDetail } from '#lib/developers/delivery-types.ts';
import { getDelivery } from '#lib/developers/get-delivery.ts';
import { sendAgainAction } from '../../../actions.ts';
import { findManaged } from '../../find-managed.ts';

export const metadata: Metadata = { title: 'Delivery' };

type Props = { params: Promise<{ id: string; deliveryId: string }> };

export default async function DeliveryPage({ params }: Props) {
  const { id, deliveryId } = await params;
  const delivery = await findManaged((context) => getDelivery(context, deliveryId));
  const base = `/developers/webhooks/${id}`;
  const waiting = delivery.status === 'waiting';
  return (
    <div className="grid gap-4">
      {waiting && <RefreshPage waiting />}
      <Link
        href={base}
        className="w-fit text-sm text-muted-foreground hover:text-foreground hover:underline"
      >
        All deliveries
      </Link>
      <PageHeading title={delivery.event}>
        {!waiting && <SendAgainButton id={delivery.id} base={base} sendAgain={sendAgainAction} />}
      </PageHeading>
      <div className="flex flex-wrap items-center gap-2 text-sm text-muted-foreground">
        <DeliveryStatus status={delivery.status} />
        {waiting && delivery.log.length > 0 && delivery.nextAt && (
          <span>
            Tried again <RelativeTime at={delivery.nextAt} />
          </span>
        )}
      </div>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-sm">
        <dt className="text-muted-foreground">Address</dt>
        <dd className="break-all">{delivery.url}</dd>
        <dt className="text-muted-foreground">Job</dt>
        <dd className="font-mono text-xs leading-5 break-all">{delivery.jobId}</dd>
        <dt className="text-muted-foreground">Happened</dt>
        <dd>
          <LocalTime at={delivery.createdAt} />
        </dd>
      </dl>
      <section aria-labelledby="tries" className="grid max-w-3xl gap-2">
        <h2 id="tries" className="text-base font-semibold">
          Tries
        </h2>
        <DeliveryTries log={delivery.log} />
      </section>
      {delivery.body !== null && <Request delivery={delivery} body={delivery.body} />}
    </div>
  );
}

function Request({ delivery, body }: { delivery: DeliveryDetail; body: string }) {
  const signature = delivery.log.findLast((one) => one.signature)?.signature;
  const head = [
    `POST ${delivery.url}`,
    'Content-Type: application/json',
    'User-Agent: Slipway',
    `Slipway-Delivery: ${delivery.id}`,
    ...(signature ? [`CloudConvert-Signature: ${signature}`] : []),
  ];
  return (
    <section aria-labelledby="request" className="grid max-w-3xl gap-2">
      <h2 id="request" className="text-base font-semibold">
        Request
      </h2>
      <CodeLine label="Headers" text={head.join('\n')} />
      {delivery.cut ? (
        <CodeLine label="Body" text={body} />
      ) : (
        <CodeLine label="Body" text={indent(body)} copy={body} copyLabel="Copy body as sent" />
      )}
      {delivery.cut && (
        <p className="text-xs text-muted-foreground">Only the first 64 KB of it are shown.</p>
      )}
    </section>
  );
}

/** For reading: what was sent has no spaces. */
const indent = (json: string) => JSON.stringify(JSON.parse(json), null, 2);
