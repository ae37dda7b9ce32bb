import { Failure } from '#lib/errors.ts';
import { openBody } from '../../delivery/open-body.ts';
import { type Part, partsOf, sendParts } from '../../delivery/send-parts.ts';
import type { Attempt, OutgoingFile, Receipt } from '../../delivery/target.ts';
import { makeSegmentContainer } from './containers.ts';
import { existsFailure, findObject, plainEtag } from './find-object.ts';
import { findSegment, findSegments } from './held-segments.ts';
import type { Limits } from './limits.ts';
import { findJoined, putManifest } from './manifest.ts';
import { segmentHeaders } from './object-headers.ts';
import type { OpenstackContext } from './openstack-context.ts';
import { type Checkpoint, planUpload, readCheckpoint, segmentName } from './segments.ts';
import { describeSwiftFailure } from './swift-failure.ts';

/** Bytes a millisecond at which stored bytes are read again at the least. */
const READ_SPEED = 50_000;
/** Milliseconds that joining may be silent: Swift looks at each segment first. */
const TO_JOIN = 600_000;

type Upload = { container: string; checkpoint: Checkpoint };

/**
 * Stores a file in segments, several at a time, and goes on with what an earlier attempt began.
 * @param limits with a number of segments.
 * @throws Failure TARGET_EXISTS, INTEGRITY_MISMATCH and others.
 */
export async function sendSegments(
  context: OpenstackContext,
  file: OutgoingFile,
  attempt: Attempt,
  { container, limits }: { container: string; limits: Limits & { maxSegments: number } },
): Promise<Omit<Receipt, 'location'>> {
  const { signal } = attempt;
  const earlier = readCheckpoint(attempt.checkpoint);
  if (earlier?.joining) {
    const etag = await findJoined(context, file.name, { container, checkpoint: earlier }, signal);
    if (etag !== undefined) return { etag };
  }
  if (file.createOnly && (await findObject(context, file.name, signal))) {
    throw existsFailure(context.settings, file.name);
  }
  await makeSegmentContainer(context, container, signal);
  const { maxSegments } = limits;
  const { segmentSize } = context;
  const checkpoint = earlier ?? planUpload(file.name, file.size, { segmentSize, maxSegments });
  const upload: Upload = { container, checkpoint };
  if (!earlier) await attempt.saveCheckpoint(checkpoint);
  attempt.expectSilence(60_000 + file.size / READ_SPEED);
  const etags = earlier ? await findSegments(context, file, upload, signal) : new Map();
  const parts = partsOf(file.size, checkpoint.segmentSize);
  await sendParts({
    parts,
    done: new Set(etags.keys()),
    limit: context.limit,
    signal,
    progress: attempt.progress,
    send: async (part, sent) => {
      const there = earlier && (await findSegment(context, file, upload, part, signal));
      const etag = there ?? (await sendSegment(context, file, { part, upload, sent, signal }));
      etags.set(part.number, etag);
    },
  });
  await attempt.saveCheckpoint({ ...checkpoint, joining: true });
  attempt.expectSilence(TO_JOIN);
  const segments = parts.map((part) => ({ part, etag: etags.get(part.number) ?? '' }));
  return { etag: await putManifest(context, file, segments, { ...upload, signal, limits }) };
}

type Sending = {
  part: Part;
  upload: Upload;
  sent: (bytes: number) => void;
  signal: AbortSignal;
};

/** @returns the MD5. @throws Failure INTEGRITY_MISMATCH, with the segment removed. */
async function sendSegment(
  { settings, swift }: OpenstackContext,
  file: OutgoingFile,
  { part, upload: { container, checkpoint }, sent, signal }: Sending,
): Promise<string> {
  const path = [container, segmentName(checkpoint, part.number)] as const;
  let md5: () => string | undefined = () => undefined;
  const reply = await swift.send({
    method: 'PUT',
    path,
    headers: { ...segmentHeaders(settings), 'content-length': `${part.end - part.start + 1}` },
    body: async () => {
      const body = await openBody(file, part, { md5: true, sent });
      md5 = body.md5;
      return body.stream;
    },
    signal,
  });
  if (reply.status < 200 || reply.status > 299) {
    const step = `storing segment ${part.number} of “${file.name}”`;
    throw describeSwiftFailure(reply, { settings, step, container });
  }
  const etag = md5();
  if (etag !== undefined && plainEtag(reply.headers.etag) === etag) return etag;
  await swift.send({ method: 'DELETE', path, signal });
  throw new Failure(
    'INTEGRITY_MISMATCH',
    `The bytes of segment ${part.number} of “${file.name}” that reached ${reply.url.host} are not the ones that were sent. It was removed there.`,
  );
}
