import { LocalTime } from '#components/local-time.tsx';
import { Alert } from '#components/ui/alert.tsx';
import type { WebhookTry } from '#lib/developers/delivery-types.ts';
import { CodeLine } from './code-line.tsx';

/** All tries to send one event, in their order, with what came back. */
export function DeliveryTries({ log }: { log: WebhookTry[] }) {
  if (log.length === 0)
    return <p className="text-sm text-muted-foreground">It has not been sent yet.</p>;
  return (
    <ol className="grid gap-4">
      {log.map((one, i) => (
        <li key={one.at + String(i)} className="grid min-w-0 gap-2">
          <h3 className="text-sm">
            <span className="font-medium">Try {i + 1}</span>
            <span className="text-muted-foreground">
              {' · '}
              <LocalTime at={one.at} />
              {` · ${one.ms} ms`}
              {one.status !== undefined && ` · answered ${one.status}`}
            </span>
          </h3>
          {one.error && <Alert tone="danger">{one.error}</Alert>}
          {one.answer && <CodeLine label={`Answer of try ${i + 1}`} text={one.answer} />}
        </li>
      ))}
    </ol>
  );
}
