import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Fault } from './faults.ts';
import type { BucketOptions, RunningGcs } from './gcs.ts';
import { sendJson } from './gcs-error.ts';
import type { Permission } from './store.ts';

/** What a test in another process can have done to the server: `POST /control/NAME`, JSON in and out. */
export type Controls = {
  describe: () => unknown;
  bucket: (given: { name: string } & BucketOptions) => unknown;
  account: (given: { name: string; may: Permission[] }) => unknown;
  fault: (given: Fault) => unknown;
  'clear-faults': () => unknown;
  'expire-tokens': () => unknown;
  'expire-sessions': () => unknown;
  set: (given: { tokenSeconds?: number; clockOffsetMs?: number }) => unknown;
  requests: () => unknown;
  'open-sessions': () => unknown;
};

function controlsOf(gcs: RunningGcs): Controls {
  return {
    describe: () => describeGcs(gcs),
    bucket: ({ name, ...options }) => gcs.makeBucket(name, options),
    account: ({ name, may }) => gcs.makeAccount(name, may),
    fault: (given) => gcs.fault(given),
    'clear-faults': () => gcs.clearFaults(),
    'expire-tokens': () => gcs.expireTokens(),
    'expire-sessions': () => gcs.expireSessions(),
    set: (given) => gcs.set(given),
    requests: () => gcs.requests(),
    'open-sessions': () => gcs.openSessions(),
  };
}

/** Plain data. */
export const describeGcs = ({ url, tokenUrl, buckets, serviceAccount }: RunningGcs) => ({
  url,
  tokenUrl,
  buckets: [...buckets],
  serviceAccount,
});

export async function control(
  gcs: RunningGcs,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const controls = controlsOf(gcs);
    if (!Object.hasOwn(controls, name))
      return sendJson(response, 404, { error: 'No such control.' });
    const text = (await buffer(request)).toString('utf8');
    const run = controls[name as keyof Controls] as (given: unknown) => unknown;
    sendJson(response, 200, run(text === '' ? {} : JSON.parse(text)) ?? {});
  } catch (error) {
    sendJson(response, 400, { error: String(error) });
  }
}
