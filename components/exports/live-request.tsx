'use client';

import type { UploadItem } from '#components/upload/upload-item.ts';
import { useOrigin } from '#components/use-origin.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { secretFields, withoutSecrets } from '#lib/operations/secrets.ts';
import { requestCode } from './request-code.ts';
import { RequestPreview } from './request-preview.tsx';

type LiveRequestProps = {
  /** Of another server, up to and including `/v2`; this one's own when it is not said. */
  baseUrl: string | undefined;
  operation: Operation;
  options: Record<string, unknown>;
  items: readonly UploadItem[];
};

/** The request that the form stands for at this moment. */
export function LiveRequest({ baseUrl, operation, options, items }: LiveRequestProps) {
  const origin = useOrigin();
  const ids = items.map((item) => item.taskId ?? 'UPLOAD_TASK_ID');
  const code = requestCode({
    base: baseUrl?.replace(/\/v2$/, '') ?? origin,
    operation: operation.id,
    inputs: ids.length > 0 ? ids : ['INPUT_TASK_ID'],
    options: withoutSecrets(operation, options),
    secrets: secretFields(operation).filter((name) => options[name] !== undefined),
  });
  return (
    <aside className="grid min-w-0 content-start gap-2 lg:sticky lg:top-6 lg:self-start">
      <h2 className="text-lg font-semibold">As a request</h2>
      <RequestPreview code={code} note="What this form does, for programs. Secrets are left out." />
    </aside>
  );
}
