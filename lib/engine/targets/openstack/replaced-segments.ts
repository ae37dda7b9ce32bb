import pLimit from 'p-limit';
import { z } from 'zod';
import { readJson } from './exchange.ts';
import type { OpenstackContext } from './openstack-context.ts';
import { segmentsOf } from './segments.ts';

const Manifest = z.array(z.object({ name: z.string() }));

const DELETES_AT_ONCE = 8;

/**
 * Segments of the object that is about to be replaced, as far as a delivery of ours made them for this
 * name: nothing refers to them afterwards, and they are paid for as long as they are there.
 * @returns their names in the container of segments; none when the user may not look.
 */
export async function findReplaced(
  context: OpenstackContext,
  name: string,
  signal: AbortSignal,
): Promise<string[]> {
  const { settings, swift, segmentContainer } = context;
  if (!(await mayHaveSegments(context, name, signal))) return [];
  const path = [settings.container, name] as const;
  const head = await swift.send({ method: 'HEAD', path, signal });
  const isJoined = /^true$/i.test([head.headers['x-static-large-object']].flat()[0] ?? '');
  if (head.status !== 200 || !isJoined) return [];
  const query = '?multipart-manifest=get';
  const reply = await swift.send({ method: 'GET', path, query, signal });
  if (reply.status !== 200) return [];
  const own = `/${segmentContainer}/${segmentsOf(name)}`;
  return (Manifest.safeParse(readJson(reply)).data ?? [])
    .filter((segment) => segment.name.startsWith(own))
    .map((segment) => segment.name.slice(`/${segmentContainer}/`.length));
}

/**
 * Whether anything in the folder of that name has segments. Asked once for each folder of a session: to
 * look at every small file before it is stored would take a third as long as storing it.
 */
async function mayHaveSegments(
  { swift, segmentContainer, segmentFolders }: OpenstackContext,
  name: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (segmentContainer === undefined) return false;
  const folder = name.slice(0, name.lastIndexOf('/') + 1);
  const known = segmentFolders.get(folder);
  if (known !== undefined) return known;
  const query = `?${new URLSearchParams({ prefix: folder, limit: '1' })}`;
  const reply = await swift.send({ method: 'GET', path: [segmentContainer], query, signal });
  // Who may not list looks at each.
  const found = reply.status === 404 ? false : reply.status !== 204 && reply.text !== '';
  segmentFolders.set(folder, found);
  return found;
}

/** Best effort: the file is whole, and what cannot be removed does not change that. */
export async function removeReplaced(
  { swift, segmentContainer }: OpenstackContext,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  if (segmentContainer === undefined) return;
  const limit = pLimit(DELETES_AT_ONCE);
  await Promise.allSettled(
    names.map((name) =>
      limit(async () => {
        signal.throwIfAborted();
        await swift.send({ method: 'DELETE', path: [segmentContainer, name], signal });
      }),
    ),
  );
}
