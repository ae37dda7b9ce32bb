import { Failure } from '#lib/errors.ts';
import { describeReply, type Reply } from './exchange.ts';
import type { OpenstackContext } from './openstack-context.ts';
import type { Settings } from './settings.ts';

export type FoundObject = {
  /** Bytes. */
  size: number;
  /** Hex, without quotes. */
  etag: string | undefined;
};

/** What stands under a name; undefined when nothing does, or when the user may not look. */
export async function findObject(
  { swift, settings }: OpenstackContext,
  name: string,
  signal: AbortSignal,
): Promise<FoundObject | undefined> {
  const reply = await swift.send({ method: 'HEAD', path: [settings.container, name], signal });
  if (reply.status !== 200) return undefined;
  return { size: Number(reply.headers['content-length']), etag: plainEtag(reply.headers.etag) };
}

/** Large objects have theirs in quotes. */
export const plainEtag = (header: string | string[] | undefined): string | undefined =>
  [header].flat()[0]?.replaceAll('"', '') || undefined;

export function existsFailure({ container }: Settings, name: string, reply?: Reply): Failure {
  const words = `Container \`${container}\` has an object “${name}” already. It was left as it is.`;
  return new Failure('TARGET_EXISTS', words, { detail: reply && describeReply(reply) });
}
