import { z } from 'zod';
import type { JobEvent } from '#lib/engine/webhooks/queue-events.ts';

/** Each event, and when it happens. */
export const EVENT_TEXTS: Record<JobEvent, string> = {
  'job.created': 'A job was made',
  'job.finished': 'All tasks of a job have finished',
  'job.failed': 'A job has ended with an error',
};

const EVENTS = Object.keys(EVENT_TEXTS) as [JobEvent, ...JobEvent[]];

const NO_ADDRESS = 'Give an address that begins with http:// or https://.';
const NO_EVENT = `Choose at least one of ${EVENTS.join(', ')}.`;

/** Where events go: a webhook's address, and a job's `webhook_url`. */
export const EventAddress = z
  .string(NO_ADDRESS)
  .trim()
  .max(2000, 'The address has at most 2000 characters.')
  .superRefine((text, context) => {
    const url = URL.parse(text);
    if (!url || !/^https?:\/\//i.test(text))
      context.addIssue({ code: 'custom', message: NO_ADDRESS });
    else if (url.username || url.password)
      context.addIssue({
        code: 'custom',
        message: 'Leave user and password out: they would be shown here. Check the signature.',
      });
  });

/** A webhook as it is asked for, in the dashboard and on the wire. */
export const WebhookInput = z.object({
  url: EventAddress,
  events: z
    .array(
      z.enum(EVENTS, { error: (issue) => `There is no event ${String(issue.input)}. ${NO_EVENT}` }),
      NO_EVENT,
    )
    .min(1, NO_EVENT)
    .transform((events) => EVENTS.filter((event) => events.includes(event))),
});
export type WebhookInput = z.output<typeof WebhookInput>;
