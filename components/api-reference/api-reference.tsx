import type { ApiCall, ApiDocument } from '#lib/api/openapi/document-types.ts';
import type { GuideCode } from '#lib/api/openapi/guide-code.ts';
import { ApiCallSection } from './api-call-section.tsx';
import { Contents } from './contents.tsx';
import { Differences } from './differences.tsx';
import { GUIDE, Guide } from './guide.tsx';
import { Prose, ReferenceSection } from './reference-section.tsx';
import { type TaskCode, TaskCodeTable } from './task-code-table.tsx';
import { WebhookGuide } from './webhook-guide.tsx';

type ApiReferenceProps = {
  document: ApiDocument;
  codes: readonly TaskCode[];
  origin: string;
  code: GuideCode;
};

type Listed = { path: string; method: string; call: ApiCall };

const REST = [
  { id: 'codes', title: 'Codes of tasks' },
  { id: 'differences', title: 'What differs' },
] as const;

/** All that somebody needs who writes a program against this server. */
export function ApiReference({ document, codes, origin, code }: ApiReferenceProps) {
  const groups = document.tags.map(({ name, description }) => ({
    id: `calls-${name.toLowerCase()}`,
    title: name,
    description,
    calls: callsOf(document, name),
  }));
  const entries = [
    ...GUIDE,
    ...groups.map(({ id, title, calls }) => ({
      id,
      title,
      calls: calls.map(({ call }) => ({ id: call.operationId, title: shortTitle(call) })),
    })),
    ...REST,
  ];
  const sent = Object.values(document.webhooks)[1]?.post?.requestBody?.content['application/json'];
  return (
    <div className="mx-auto grid max-w-6xl gap-6 p-4 sm:p-6 md:grid-cols-[13rem_minmax(0,1fr)] md:gap-10">
      <Contents entries={entries} />
      <div className="grid min-w-0 gap-10">
        <header className="grid gap-2">
          <h1 className="text-2xl font-semibold">API</h1>
          <Prose>
            Slipway speaks the CloudConvert API v2. The same as a document for tools:{' '}
            <a href="/v2/openapi.json" className="text-primary underline">
              openapi.json
            </a>
          </Prose>
        </header>
        <Guide origin={origin} code={code} />
        {groups.map(({ id, title, description, calls }) => (
          <ReferenceSection key={id} id={id} title={title}>
            <Prose>{description}</Prose>
            {title === 'Webhooks' && (
              <WebhookGuide verify={code.verifySignature} example={sent?.example} />
            )}
            {calls.map((listed) => (
              <ApiCallSection
                key={listed.call.operationId}
                document={document}
                origin={origin}
                {...listed}
              />
            ))}
          </ReferenceSection>
        ))}
        <ReferenceSection id="codes" title="Codes of tasks">
          <Prose>
            The <code>code</code> of a task that ended in error. Its <code>message</code> says more:
            the place, the step, and what to do.
          </Prose>
          <TaskCodeTable codes={codes} />
        </ReferenceSection>
        <ReferenceSection id="differences" title="What differs">
          <Prose>What somebody who knows the hosted service has to know besides.</Prose>
          <Differences />
        </ReferenceSection>
      </div>
    </div>
  );
}

function callsOf({ paths }: ApiDocument, tag: string): Listed[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, call]) => call.tags.includes(tag))
      .map(([method, call]) => ({ path, method, call })),
  );
}

/** `export/s3: Amazon S3` → `export/s3`. */
const shortTitle = ({ summary }: ApiCall): string => summary.split(': ')[0] ?? summary;
