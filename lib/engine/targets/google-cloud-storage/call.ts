import type { Readable } from 'node:stream';
import type { EgressAnswer } from '../../egress.ts';
import { readRefusal, type Step } from './answer.ts';
import type { GcsContext } from './gcs-context.ts';

export type Call = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below the endpoint. */
  path: string;
  query: Record<string, string | undefined>;
  headers?: Record<string, string>;
  /** Made anew for each time that the request goes out. */
  body?: () => Readable | Uint8Array | string;
  step: Step;
  signal: AbortSignal;
};

/** Requests for one call: the token may have ended, and the bucket may want a project to bill. */
const MOST = 3;

/**
 * A request with an access token, renewed once when the service no longer takes it.
 * @returns an answer of 2xx, whose body the caller reads. @throws Refusal; Failure of the sign-in; as
 * egress.send.
 */
export async function call(context: GcsContext, request: Call): Promise<EgressAnswer> {
  const { egress, tokens, settings } = context;
  const { method, path, headers, body, step, signal } = request;
  let renewed = false;
  for (let sent = 1; ; sent += 1) {
    const token = await tokens.get(signal);
    const userProject = context.billsProject ? settings.projectId : undefined;
    const given = Object.entries({ ...request.query, userProject });
    const query = given.filter((pair): pair is [string, string] => pair[1] !== undefined);
    const answer = await egress.send(`${settings.endpoint}${path}?${new URLSearchParams(query)}`, {
      method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      body: body?.(),
      signal,
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    const refusal = await readRefusal(answer, step);
    const wantsProject =
      refusal.status === 400 && !context.billsProject && /requester pays/i.test(refusal.message);
    if (wantsProject) context.billsProject = true;
    else if (refusal.status === 401 && !renewed) {
      tokens.refused(token);
      renewed = true;
    } else throw refusal;
    if (sent >= MOST) throw refusal;
  }
}

/** https://cloud.google.com/storage/docs/request-endpoints#encoding */
export const bucketPath = (bucket: string): string => `/b/${encodeURIComponent(bucket)}/o`;

export const objectPath = (bucket: string, name: string): string =>
  `/storage/v1${bucketPath(bucket)}/${encodeURIComponent(name)}`;
