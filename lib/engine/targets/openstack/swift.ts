import type { Readable } from 'node:stream';
import { untilAborted } from '../../delivery/until-aborted.ts';
import type { Egress, EgressAnswer } from '../../egress.ts';
import { begin, exchange, type Reply, readReply } from './exchange.ts';
import type { Grants } from './grant.ts';
import type { Settings } from './settings.ts';

type SwiftRequest = {
  method: string;
  /** Below the account: container, or container and object, not encoded. */
  path: readonly [container: string, object?: string];
  /** With the question mark. */
  query?: string;
  headers?: Record<string, string>;
  /** Opened anew when the request is sent again. */
  body?: () => Promise<Readable | Uint8Array | string>;
  signal: AbortSignal;
};

/** The object store, as the signed-in user. */
export type Swift = {
  /** Any status comes back, save for 401 that a new token mends. @throws Failure; the signal's reason. */
  send(request: SwiftRequest): Promise<Reply>;
  /**
   * GET of an object, whose body the caller reads to the end or destroys; any other status than a success
   * comes read. @throws as `send` does.
   */
  open(request: Omit<SwiftRequest, 'method' | 'body'>): Promise<EgressAnswer | Reply>;
  /** GET without a token, of an address beside the account's: `info`. */
  beside(name: string, signal: AbortSignal): Promise<Reply>;
};

type Parts = {
  settings: Settings;
  egress: Pick<Egress, 'send'>;
  grants: Grants;
};

/** Milliseconds for answers that nothing has to be stored for. */
const TO_ANSWER = 30_000;

/** Requests carry the token, and are sent once more with a new one when the store refuses the old. */
export function createSwift({ settings, egress, grants }: Parts): Swift {
  // The address is the catalogue's, and what the user chose of it is the interface.
  const field = settings.interface === 'public' ? 'auth_url' : 'interface';
  return {
    async send({ method, path, query = '', headers, body, signal }) {
      let grant = await untilAborted(grants.get(), signal);
      for (let renewed = false; ; renewed = true) {
        const reply = await exchange(egress, {
          method,
          url: grant.storageUrl + pathOf(path) + query,
          headers: { ...headers, 'x-auth-token': grant.token },
          body: await body?.(),
          signal,
          // A body takes its time; whether it moves is watched by others.
          ...(method === 'HEAD' ? { within: TO_ANSWER } : {}),
          field,
        });
        if (reply.status !== 401 || renewed) return withoutToken(reply, grant.token);
        grant = await untilAborted(grants.renew(grant), signal);
      }
    },

    async open({ path, query = '', headers, signal }) {
      let grant = await untilAborted(grants.get(), signal);
      for (let renewed = false; ; renewed = true) {
        const answer = await begin(egress, {
          method: 'GET',
          url: grant.storageUrl + pathOf(path) + query,
          headers: { ...headers, 'x-auth-token': grant.token },
          signal,
          field,
        });
        if (answer.status < 300) return answer;
        const reply = await readReply(answer);
        if (reply.status !== 401 || renewed) return withoutToken(reply, grant.token);
        grant = await untilAborted(grants.renew(grant), signal);
      }
    },

    async beside(name, signal) {
      const { storageUrl } = await untilAborted(grants.get(), signal);
      // https://host/v1/AUTH_x, and https://host/swift/v1/AUTH_x with Ceph.
      const url = storageUrl.replace(/\/v1(?:\.0)?(?:\/.*)?$/, `/${name}`);
      return await exchange(egress, { method: 'GET', url, signal, within: TO_ANSWER, field });
    },
  };
}

/** The path of a container or an object. `.` and `..` do not survive in URLs (see refuse-name.ts). */
export function pathOf([container, object]: SwiftRequest['path']): string {
  const name =
    object === undefined ? '' : `/${object.split('/').map(encodeURIComponent).join('/')}`;
  return `/${encodeURIComponent(container)}${name}`;
}

/** Some proxies repeat in their error pages what they were sent. */
function withoutToken(reply: Reply, token: string): Reply {
  if (reply.status < 400 || token === '') return reply;
  return { ...reply, text: reply.text.replaceAll(token, '•••') };
}
