import { headers } from 'next/headers';
import { apiDocument } from '#lib/api/openapi/document.ts';
import type { ApiDocument } from '#lib/api/openapi/document-types.ts';
import { type GuideCode, guideCode } from '#lib/api/openapi/guide-code.ts';
import { TASK_CODES } from '#lib/api/openapi/task-codes.ts';
import { FAILURES } from '#lib/errors.ts';
import { runtime } from '#lib/runtime.ts';

export type TaskCode = { code: string; text: string; retry: boolean };

export type ApiReferenceData = {
  document: ApiDocument;
  codes: TaskCode[];
  /** `https://host` as the reader knows it. */
  origin: string;
  code: GuideCode;
};

/** What the reference page is made from. */
export async function readApiDocument(): Promise<ApiReferenceData> {
  const { APP_URL } = runtime().env;
  const asked = await headers();
  // prepareRequest has written these: they can be believed.
  const reached = `${asked.get('x-forwarded-proto')}://${asked.get('x-forwarded-host')}`;
  const codes = TASK_CODES.map((code) => ({
    code,
    text: FAILURES[code].text,
    retry: FAILURES[code].retry,
  }));
  const origin = APP_URL ?? reached;
  return { document: apiDocument(), codes, origin, code: guideCode(origin) };
}
