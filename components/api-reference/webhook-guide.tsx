import { CodeBlock } from './code-block.tsx';
import { Prose } from './reference-section.tsx';

/** How a receiver of webhooks is written. */
export function WebhookGuide({ verify, example }: { verify: string; example: unknown }) {
  return (
    <>
      <Prose>
        When a job is created, finishes or fails, its JSON is sent as a POST to each webhook of the
        team that wants the event, and to the <code>webhook_url</code> of the job. Any status below
        300 within 15 seconds counts as received. A network error and any status from 500 are tried
        three more times, with growing pauses; 410 turns the webhook off. Redirects are not
        followed. The log under Developers has every try, and can send one again.
      </Prose>
      <CodeBlock code={JSON.stringify(example, null, 2)} label="What a webhook gets" />
      <Prose>
        The header <code>CloudConvert-Signature</code> is the HMAC-SHA256 of the raw body with the
        signing secret, in hex. Check it before you believe a call, as the official clients do:
      </Prose>
      <CodeBlock code={verify} label="Check of a signature in Node" />
    </>
  );
}
