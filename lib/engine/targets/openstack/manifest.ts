import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Failure } from '#lib/errors.ts';
import type { Part } from '../../delivery/send-parts.ts';
import type { OutgoingFile } from '../../delivery/target.ts';
import { describeReply, readJson } from './exchange.ts';
import { existsFailure, plainEtag } from './find-object.ts';
import type { Limits } from './limits.ts';
import { objectHeaders } from './object-headers.ts';
import type { OpenstackContext } from './openstack-context.ts';
import { type Checkpoint, segmentName } from './segments.ts';
import { describeSwiftFailure } from './swift-failure.ts';

export type SentSegment = { part: Part; etag: string };

type Upload = { container: string; checkpoint: Checkpoint };

/** Swift compares each segment with what is said of it here. */
export function manifestOf(
  segments: readonly SentSegment[],
  { container, checkpoint }: Upload,
): { body: string; etag: string } {
  const entries = segments.map(({ part, etag }) => ({
    path: `/${container}/${segmentName(checkpoint, part.number)}`,
    etag,
    size_bytes: part.end - part.start + 1,
  }));
  const hash = createHash('md5').update(segments.map(({ etag }) => etag).join(''));
  return { body: JSON.stringify(entries), etag: hash.digest('hex') };
}

/**
 * Joins segments to an object, a static large object, by its manifest.
 * https://docs.openstack.org/swift/latest/overview_large_objects.html
 * @returns the ETag. @throws Failure TARGET_EXISTS, INTEGRITY_MISMATCH and others.
 */
export async function putManifest(
  { settings, swift }: OpenstackContext,
  file: OutgoingFile,
  segments: readonly SentSegment[],
  { signal, limits, ...upload }: Upload & { signal: AbortSignal; limits: Limits },
): Promise<string> {
  const { body, etag } = manifestOf(segments, upload);
  const reply = await swift.send({
    method: 'PUT',
    path: [settings.container, file.name],
    query: '?multipart-manifest=put',
    headers: {
      ...objectHeaders(settings, file),
      'content-length': `${Buffer.byteLength(body)}`,
      // A store that cannot join would store the manifest itself. With the ETag of what is meant it
      // refuses that. Left out where the store has said that it can: Ceph counts another way.
      ...(limits.isKnown ? {} : { etag }),
      ...(file.createOnly ? { 'if-none-match': '*' } : {}),
    },
    body: async () => body,
    signal,
  });
  if (reply.status >= 200 && reply.status < 300) return plainEtag(reply.headers.etag) ?? etag;
  if (reply.status === 412 && file.createOnly) throw existsFailure(settings, file.name, reply);
  const { host } = reply.url;
  const detail = describeReply(reply);
  if (reply.status === 422 && !limits.isKnown) {
    const words = `${host} does not join segments (static large objects), which “${file.name}” needs for its size. Ask whoever runs the cloud to turn them on (slo).`;
    throw new Failure('TARGET_DENIED', words, { detail });
  }
  if (reply.status === 400 && /etag|mismatch|not found|size/i.test(reply.text)) {
    const words = `${host} no longer has all segments of “${file.name}” as they were sent. What is missing is sent again.`;
    throw new Failure('INTEGRITY_MISMATCH', words, { detail });
  }
  const step = `joining the segments of “${file.name}”`;
  throw describeSwiftFailure(reply, { settings, step, container: settings.container });
}

const Manifest = z.array(z.object({ name: z.string() }));

/**
 * The ETag of the object under a file's name, if it is the one that this upload makes.
 * @throws Failure when the store does not let one look.
 */
export async function findJoined(
  { settings, swift }: OpenstackContext,
  name: string,
  { container, checkpoint }: Upload,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = [settings.container, name] as const;
  const head = await swift.send({ method: 'HEAD', path, signal });
  if (head.status === 404) return undefined;
  if (head.status !== 200) {
    const step = `looking whether “${name}” is there`;
    throw describeSwiftFailure(head, { settings, step, container: settings.container });
  }
  // Asked of any other object, the query would bring its bytes.
  if (!/^true$/i.test(`${head.headers['x-static-large-object']}`)) return undefined;
  const query = '?multipart-manifest=get';
  const reply = await swift.send({ method: 'GET', path, query, signal });
  const segments = Manifest.safeParse(readJson(reply)).data;
  const ours = segments?.[0]?.name === `/${container}/${segmentName(checkpoint, 1)}`;
  return ours ? (plainEtag(head.headers.etag) ?? '') : undefined;
}

/** Removes an object that is nothing but a manifest, and not what it is made of. */
export async function removeManifest(
  { settings, swift }: OpenstackContext,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  await swift.send({ method: 'DELETE', path: [settings.container, name], signal });
}
