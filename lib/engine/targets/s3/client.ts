import { S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '#lib/clock.ts';
import type { Egress } from '../../egress.ts';
import { createRequestHandler } from './request-handler.ts';
import type { Settings } from './settings.ts';

/** Connections of one delivery; more files and parts than this are never under way. */
const SOCKETS = 32;

const nothing = () => {};
const SILENT = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/**
 * The SDK's client without what it would do by itself: no retries, no other region, no checksums
 * that services besides Amazon refuse, nothing from the environment or the files of this machine.
 */
export function createClient(
  { region, endpoint, vendor, credentials }: Settings,
  { egress, clock }: { egress: Egress; clock: Clock },
): S3Client {
  const client = new S3Client({
    region,
    credentials,
    ...(endpoint ? { endpoint: endpoint.href } : {}),
    ignoreConfiguredEndpointUrls: true,
    forcePathStyle: vendor.addressing === 'path',
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    followRegionRedirects: false,
    expectContinueHeader: false,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    useArnRegion: false,
    disableS3ExpressSessionAuth: false,
    authSchemePreference: [],
    userAgentAppId: async () => undefined,
    // It would print that a stream cannot be sent twice.
    logger: SILENT,
    requestHandler: createRequestHandler(egress.agents({ sockets: SOCKETS })),
  });
  // What nobody reads need not be put together for each file.
  client.middlewareStack.remove('loggerMiddleware');
  // The SDK sets this from each answer's date, and so would hide a clock that is wrong.
  Object.defineProperty(client.config, 'systemClockOffset', {
    get: () => clock.now().getTime() - Date.now(),
    set() {},
  });
  return client;
}

type Signable = {
  middlewareStack: {
    add(
      middleware: <Args extends { request?: unknown }>(
        next: (args: Args) => Promise<never>,
      ) => (args: Args) => Promise<never>,
      options: { step: 'build'; name: string },
    ): void;
  };
};

/**
 * Signs a request with the hash of its body, which the server then checks. Without it a body that is
 * a stream goes unsigned. @param sha256 hex.
 */
export function signBody<C>(command: C, sha256: string): C {
  (command as Signable).middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      request.headers['x-amz-content-sha256'] = sha256;
      return next(args);
    },
    { step: 'build', name: 'signBody' },
  );
  return command;
}
