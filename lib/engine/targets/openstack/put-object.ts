import { type Failure, isFailure } from '#lib/errors.ts';
import { openBody } from '../../delivery/open-body.ts';
import { hashWhole } from '../../delivery/read-whole.ts';
import type { Attempt, OutgoingFile, Receipt } from '../../delivery/target.ts';
import { existsFailure, findObject, plainEtag } from './find-object.ts';
import { objectHeaders } from './object-headers.ts';
import type { OpenstackContext } from './openstack-context.ts';
import { describeSwiftFailure } from './swift-failure.ts';

/**
 * Stores a file in one request. Its MD5 goes ahead of it, so that Swift stores nothing wrong.
 * @throws Failure TARGET_EXISTS, INTEGRITY_MISMATCH and others.
 */
export async function putObject(
  context: OpenstackContext,
  file: OutgoingFile,
  { signal, progress }: Attempt,
): Promise<Omit<Receipt, 'location'>> {
  const { settings, swift, unanswered } = context;
  progress(0);
  const { md5: digest, bytes } = await hashWhole(file, () => {
    signal.throwIfAborted();
    progress(0);
  });
  const md5 = digest.toString('hex');
  const reply = await swift
    .send({
      method: 'PUT',
      path: [settings.container, file.name],
      headers: {
        ...objectHeaders(settings, file),
        'content-length': `${file.size}`,
        etag: md5,
        ...(file.createOnly ? { 'if-none-match': '*' } : {}),
      },
      body: async () =>
        bytes ?? (await openBody(file, undefined, { md5: false, sent: progress })).stream,
      signal,
    })
    .catch((error: unknown) => {
      if (isLost(error)) unanswered.set(file.name, md5);
      throw error;
    });
  if (reply.status === 412 && file.createOnly) {
    // It may be our own, of a try whose answer was lost.
    const found =
      unanswered.get(file.name) === md5 && (await findObject(context, file.name, signal));
    if (found && found.etag === md5) return { etag: md5 };
    throw existsFailure(settings, file.name, reply);
  }
  if (reply.status < 200 || reply.status > 299) {
    const about = { settings, step: `storing “${file.name}”`, container: settings.container };
    throw describeSwiftFailure(reply, about);
  }
  unanswered.delete(file.name);
  progress(file.size);
  return { etag: plainEtag(reply.headers.etag) ?? md5 };
}

const isLost = (error: unknown): error is Failure =>
  isFailure(error) && error.code === 'TARGET_UNREACHABLE';
