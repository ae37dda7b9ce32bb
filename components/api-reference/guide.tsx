import type { GuideCode } from '#lib/api/openapi/guide-code.ts';
import { CodeBlock } from './code-block.tsx';
import { Prose, ReferenceSection } from './reference-section.tsx';

/** What every call has in common, before the calls. */
export const GUIDE = [
  { id: 'start', title: 'Start' },
  { id: 'keys', title: 'Keys and scopes' },
  { id: 'answers', title: 'Answers and errors' },
  { id: 'waiting', title: 'Waiting' },
  { id: 'events', title: 'Events and signed URLs' },
  { id: 'limits', title: 'Limits and repeats' },
  { id: 'clients', title: 'Official clients' },
] as const;

const SCOPES = [
  ['task.read', 'Show and list tasks and jobs, and wait for them.'],
  ['task.write', 'Create, cancel, run again and delete them.'],
  ['user.read', 'Show whose key it is.'],
  ['user.write', 'Kept for clients that ask for it: no call needs it.'],
  ['webhook.read', 'List webhooks.'],
  ['webhook.write', 'Create and delete them.'],
] as const;

export function Guide({ origin, code }: { origin: string; code: GuideCode }) {
  return (
    <>
      <ReferenceSection id="start" title="Start">
        <Prose>
          A <em>task</em> is one run of an operation: an import brings files in, an export delivers
          the files of other tasks. A <em>job</em> holds several tasks that name each other as their
          input. Everything is JSON below <code className="break-all">{origin}/v2</code>.
        </Prose>
        <Prose>
          Make a key under Developers, and run this: it imports a text, and answers with a temporary
          URL of it.
        </Prose>
        <CodeBlock code={code.quickStart} label="Quick start" />
        <Prose>Files of your own are uploaded through a form that the server hands out.</Prose>
        <CodeBlock code={code.upload} label="Upload in Node" />
      </ReferenceSection>

      <ReferenceSection id="keys" title="Keys and scopes">
        <Prose>
          Send a key with each call as <code>Authorization: Bearer KEY</code>. A key belongs to one
          team and sees nothing of others. A key with the scopes that end in <code>.read</code> can
          change nothing. Upload forms and temporary URLs carry their own signature and need no key.
        </Prose>
        <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[auto_1fr]">
          {SCOPES.map(([scope, what]) => (
            <div key={scope} className="contents">
              <dt>
                <code>{scope}</code>
              </dt>
              <dd className="text-muted-foreground">{what}</dd>
            </div>
          ))}
        </dl>
      </ReferenceSection>

      <ReferenceSection id="answers" title="Answers and errors">
        <Prose>
          One thing comes as <code>{'{"data": …}'}</code>, a list as{' '}
          <code>{'{"data": […], "links": …, "meta": …}'}</code> without a total: go on as long as{' '}
          <code>links.next</code> is there. Times are UTC. Unknown fields of a request are passed
          over, and a client has to pass over keys of an answer that it does not know.
        </Prose>
        <Prose>
          What is wrong with a request is told at once, with every field:{' '}
          <code>{'{"message": "…", "code": "INVALID_DATA", "errors": {"bucket": ["…"]}}'}</code>.
          Creating a task checks that the fields are there and of the right type. What is wrong with
          the place a file goes to, or comes from, shows when the task runs: it ends with{' '}
          <code>status</code> error, a <code>code</code>, a <code>message</code> that says what to
          do, and <code>errors</code> with the fields at fault.
        </Prose>
      </ReferenceSection>

      <ReferenceSection id="waiting" title="Waiting">
        <Prose>
          Under <code className="break-all">{origin}/sync/v2</code> a GET of a task or a job, and a
          POST of a job, answer once it has ended. After 30 seconds spaces are sent to keep the line
          alive, which JSON parsers skip; after an hour the answer is the task or job as it is. A
          host name that starts with <code>sync.</code> means the same, as does{' '}
          <code>/tasks/ID/wait</code>. Better than waiting are webhooks and events.
        </Prose>
      </ReferenceSection>

      <ReferenceSection id="events" title="Events and signed URLs">
        <Prose>
          At <code className="break-all">{origin}/socket.io/</code> a client of socket.io 4 emits{' '}
          <code>subscribe</code> with{' '}
          <code className="break-all">
            {'{"channel": "private-job.ID", "auth": {"headers": {"Authorization": "Bearer KEY"}}}'}
          </code>
          . Other channels are <code>private-job.ID.tasks</code>, <code>private-task.ID</code>,{' '}
          <code>private-user.ID.jobs</code> and <code>private-user.ID.tasks</code>. It then gets{' '}
          <code>job.created</code>, <code>job.updated</code>, <code>job.finished</code> and{' '}
          <code>job.failed</code>, or the same with <code>task</code>, with the channel and the job
          or task. What has ended before is told to a late subscriber again.
        </Prose>
        <Prose>
          A signed URL, <code className="break-all">{origin}/s/ID?job=…&amp;s=…</code>, runs the job
          that stands in it and leads to the file. The id and the secret it is signed with are made
          under Developers; the official clients put it together.
        </Prose>
      </ReferenceSection>

      <ReferenceSection id="limits" title="Limits and repeats">
        <Prose>
          Every answer to a key has <code>X-RateLimit-Limit</code> and{' '}
          <code>X-RateLimit-Remaining</code>, for a minute. Above that comes 429 with{' '}
          <code>Retry-After</code>, in seconds. A body has up to 1 MB, with a file inside 48 MB.
          Tasks, their files and temporary URLs are deleted 24 hours after their end.
        </Prose>
        <Prose>
          A POST with an <code>Idempotency-Key</code> can be sent again: for 24 hours the same key
          with the same request gives the first answer and does nothing twice. The same key with
          another request is refused with 422.
        </Prose>
      </ReferenceSection>

      <ReferenceSection id="clients" title="Official clients">
        <Prose>
          The clients of CloudConvert for Node, PHP, Python and Java work with this server once they
          know its address. In Node:
        </Prose>
        <CodeBlock code={code.nodeClient} label="The official client of Node" />
      </ReferenceSection>
    </>
  );
}
