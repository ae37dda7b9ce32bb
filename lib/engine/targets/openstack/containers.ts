import { Failure } from '#lib/errors.ts';
import { describeReply, type Reply } from './exchange.ts';
import type { OpenstackContext } from './openstack-context.ts';
import { describeUser, type Settings, userField } from './settings.ts';
import type { Swift } from './swift.ts';
import { describeSwiftFailure } from './swift-failure.ts';

type Signed = { settings: Settings; swift: Swift };

/**
 * Asks for the container before bytes are sent for nothing. Who may write need not be allowed to look,
 * so only that it is missing counts.
 * @throws Failure TARGET_NOT_FOUND, and what has to do with signing in.
 */
export async function checkContainer(
  { settings, swift }: Signed,
  signal: AbortSignal,
): Promise<Reply> {
  const { container } = settings;
  const reply = await swift.send({ method: 'HEAD', path: [container], signal });
  if (reply.status !== 404 && reply.status !== 401) return reply;
  throw describeSwiftFailure(reply, { settings, step: `looking for the container`, container });
}

/** What segments share with the container: where it is kept, and who may read it. */
const SHARED = ['x-storage-policy', 'x-container-read'] as const;

/**
 * Makes the container for segments if it is missing.
 * @throws Failure TARGET_DENIED when the user may not.
 */
export async function makeSegmentContainer(
  { settings, swift }: OpenstackContext,
  segmentContainer: string,
  signal: AbortSignal,
): Promise<void> {
  const path = [segmentContainer] as const;
  const found = await swift.send({ method: 'HEAD', path, signal });
  // Who may not look may be allowed to write all the same.
  if (found.status !== 404) return;
  const { headers } = await checkContainer({ settings, swift }, signal);
  const shared = SHARED.flatMap((name): [string, string][] => {
    const value = headers[name];
    return typeof value === 'string' && value ? [[name, value]] : [];
  });
  const made = await swift.send({
    method: 'PUT',
    path,
    headers: { ...Object.fromEntries(shared), 'content-length': '0' },
    signal,
  });
  if (made.status < 300) return;
  if (made.status === 403) {
    const words = `Large files are stored in segments, in container \`${segmentContainer}\`, which does not exist, and ${describeUser(settings.credentials)} may not make it at ${made.url.host}. Have it made and opened for writing, or use a user who may make containers.`;
    throw new Failure('TARGET_DENIED', words, {
      fields: { [userField(settings.credentials)]: [words] },
      detail: describeReply(made),
    });
  }
  const step = 'making the container for segments';
  throw describeSwiftFailure(made, { settings, step, container: segmentContainer });
}
