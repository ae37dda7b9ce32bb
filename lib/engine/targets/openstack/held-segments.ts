import pLimit from 'p-limit';
import { z } from 'zod';
import { hashRange } from '../../delivery/hash-range.ts';
import { type Part, partsOf } from '../../delivery/send-parts.ts';
import type { OutgoingFile } from '../../delivery/target.ts';
import { readJson } from './exchange.ts';
import { plainEtag } from './find-object.ts';
import type { OpenstackContext } from './openstack-context.ts';
import { type Checkpoint, segmentName } from './segments.ts';
import { describeSwiftFailure } from './swift-failure.ts';

type Upload = { container: string; checkpoint: Checkpoint };

const Listing = z.array(z.object({ name: z.string(), bytes: z.number(), hash: z.string() }));

const DELETES_AT_ONCE = 8;

/** Names in one answer: Swift's own limit, ten times what an upload has. */
const LISTED = 10_000;

/**
 * The segments that the store holds and whose bytes are those of the file, by number, with their MD5.
 * Listings lag behind, so one that is missing may be there all the same (`findSegment`).
 */
export async function findSegments(
  { settings, swift }: OpenstackContext,
  file: OutgoingFile,
  { container, checkpoint }: Upload,
  signal: AbortSignal,
): Promise<Map<number, string>> {
  const query = new URLSearchParams({
    format: 'json',
    prefix: checkpoint.prefix,
    limit: `${LISTED}`,
  });
  const reply = await swift.send({ method: 'GET', path: [container], query: `?${query}`, signal });
  const held = new Map<number, string>();
  // Those who may only write cannot list: all is sent anew then.
  if (reply.status === 404 || reply.status === 403) return held;
  if (reply.status !== 200 && reply.status !== 204) {
    const about = { settings, step: `looking for segments of “${file.name}”`, container };
    throw describeSwiftFailure(reply, about);
  }
  const listed = new Map((Listing.safeParse(readJson(reply)).data ?? []).map((s) => [s.name, s]));
  for (const part of partsOf(file.size, checkpoint.segmentSize)) {
    const found = listed.get(segmentName(checkpoint, part.number));
    if (found?.bytes !== part.end - part.start + 1) continue;
    if ((await hashPart(file, part, signal)) === found.hash) held.set(part.number, found.hash);
  }
  return held;
}

/** The MD5 of one segment, if the store holds it and it is right. */
export async function findSegment(
  { swift }: OpenstackContext,
  file: OutgoingFile,
  { container, checkpoint }: Upload,
  part: Part,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = [container, segmentName(checkpoint, part.number)] as const;
  const { status, headers } = await swift.send({ method: 'HEAD', path, signal });
  const etag = plainEtag(headers.etag);
  if (status !== 200 || Number(headers['content-length']) !== part.end - part.start + 1) {
    return undefined;
  }
  return (await hashPart(file, part, signal)) === etag ? etag : undefined;
}

/** Removes all segments that an upload may have left; none there is fine. */
export async function removeSegments(
  { settings, swift }: OpenstackContext,
  file: Pick<OutgoingFile, 'name' | 'size'>,
  { container, checkpoint }: Upload,
  signal: AbortSignal,
): Promise<void> {
  const limit = pLimit(DELETES_AT_ONCE);
  await Promise.all(
    // By their names rather than by a listing, which may lag behind.
    partsOf(file.size, checkpoint.segmentSize).map(({ number }) =>
      limit(async () => {
        signal.throwIfAborted();
        const path = [container, segmentName(checkpoint, number)] as const;
        const reply = await swift.send({ method: 'DELETE', path, signal });
        if (reply.status < 300 || reply.status === 404) return;
        const about = { settings, step: `removing segments of “${file.name}”`, container };
        throw describeSwiftFailure(reply, about);
      }),
    ),
  );
}

async function hashPart(file: OutgoingFile, part: Part, signal: AbortSignal): Promise<string> {
  const digest = await hashRange(file, part, 'md5', () => signal.throwIfAborted());
  return digest.toString('hex');
}
