import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import type { Certificate, Certificates } from '../../../../e2e/targets/certificates.ts';
import { type CannedAnswer, startHttpFront } from '../../../../e2e/targets/http-front.ts';
import type { Options } from '../../delivery/target.ts';
import type { Ending, FailureCase } from './rig.ts';

type Http = {
  /** Where the server is: `http://host:port`. */
  upstream: string;
  certificates: Certificates;
  /** The field of the form that the address comes from. */
  field: string;
  /** Options that lead to this origin instead. */
  to(origin: string, name: string): Options;
};

/** What all targets that speak HTTP have in common in their tables of failures. */
export function httpFailures({ upstream, certificates, field, to }: Http): FailureCase[] {
  const behindTls = (title: string, tls: Certificate, says: RegExp): FailureCase => ({
    title,
    async prepare(name) {
      const front = await startHttpFront({ upstream, tls });
      return { options: to(front.url, name), stop: front.close };
    },
    ends: {
      code: 'TARGET_UNREACHABLE',
      says: [/^The certificate of 127\.0\.0\.1:\d+/, says],
      field,
    },
  });
  return [
    {
      title: 'the name is not found',
      prepare: (name) => ({ options: to('http://nowhere.invalid', name) }),
      ends: {
        code: 'TARGET_UNREACHABLE',
        says: ['nowhere.invalid', /Check the address|just now/],
        field,
      },
    },
    {
      title: 'connections are refused',
      prepare: async (name) => ({ options: to(`http://127.0.0.1:${await deadPort()}`, name) }),
      ends: { code: 'TARGET_UNREACHABLE', says: [/127\.0\.0\.1:\d+ refuses connections/], field },
    },
    {
      title: 'the address is not for everybody',
      prepare: (name) => ({ options: to('http://169.254.169.254', name) }),
      ends: { code: 'EGRESS_BLOCKED', says: ['169.254.169.254', 'EGRESS_ALLOW'], field },
    },
    behindTls('nobody has signed the certificate', certificates.selfSigned, /NODE_EXTRA_CA_CERTS/),
    behindTls('the certificate has expired', certificates.expired, /expired/),
    behindTls('the certificate is another host’s', certificates.otherHost, /another host/),
  ];
}

type Answers = {
  title: string;
  /** `http://host:port`. */
  upstream: string;
  answer: CannedAnswer;
  /** How many requests get it; 1 unless told. */
  times?: number;
  /** Which requests get it: those that send a file, unless told. */
  matches?: (asked: { method: string; url: string }) => boolean;
  /** Where the front has to listen, when options cannot say. */
  listenOn?: number;
  to(origin: string, name: string): Options;
  ends: Ending;
};

/** A server that answers something else at first. */
export function answersFirst(canned: Answers): FailureCase {
  const { title, upstream, answer, times = 1, listenOn, to, ends } = canned;
  const matches = canned.matches ?? (({ method }) => method === 'PUT');
  return {
    title,
    async prepare(name) {
      const front = await startHttpFront({ upstream, ...(listenOn ? { port: listenOn } : {}) });
      front.answerNext(times, answer, matches);
      return { options: to(front.url, name), stop: front.close };
    },
    ends,
  };
}

/** A port that was free a moment ago. */
export async function deadPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
