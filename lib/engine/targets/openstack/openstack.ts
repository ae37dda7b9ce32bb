import { Failure, isFailure } from '#lib/errors.ts';
import type { Attempt, OpensTarget, OutgoingFile } from '../../delivery/target.ts';
import { askOnce } from './ask-once.ts';
import { checkContainer } from './containers.ts';
import { createContext } from './create-context.ts';
import { createGrants } from './grant.ts';
import { removeSegments } from './held-segments.ts';
import type { Limits } from './limits.ts';
import { findJoined, removeManifest } from './manifest.ts';
import type { OpenstackContext } from './openstack-context.ts';
import { putObject } from './put-object.ts';
import { findReplaced, removeReplaced } from './replaced-segments.ts';
import { readCheckpoint } from './segments.ts';
import { sendSegments } from './send-segments.ts';
import { readSettings } from './settings.ts';
import { createSignIn } from './sign-in.ts';

/** Small files wait for the store more than for the line. */
const FILES_AT_ONCE = 12;

/** Stores files in a container of OpenStack Swift, or of Ceph, which speaks its protocol. */
export const openstackTarget: OpensTarget = {
  async open(options, { egress, signal, partSize }) {
    const settings = readSettings(options);
    const grants = createGrants(createSignIn(settings, { egress, signal }));
    const context = createContext(settings, { egress, signal, grants, partSize });
    const check = askOnce(() => checkContainer(context, signal));

    async function deliver(file: OutgoingFile, attempt: Attempt) {
      await check(attempt.signal);
      const isBegun = readCheckpoint(attempt.checkpoint) !== undefined;
      if (file.size <= context.threshold && !isBegun)
        return await putObject(context, file, attempt);
      const limits = await context.limits(attempt.signal);
      const { maxSegments, maxFileSize } = limits;
      const container = context.segmentContainer;
      if (container !== undefined && maxSegments !== undefined) {
        return await sendSegments(context, file, attempt, {
          container,
          limits: { ...limits, maxSegments },
        });
      }
      if (file.size > maxFileSize) throw tooLarge(context, file, limits);
      return await putObject(context, file, attempt);
    }

    return {
      parallelFiles: FILES_AT_ONCE,

      async deliver(file, attempt) {
        try {
          const begun = readCheckpoint(attempt.checkpoint)?.prefix;
          const found = file.createOnly
            ? []
            : await findReplaced(context, file.name, attempt.signal);
          const stored = await deliver(file, attempt);
          // After a lost answer, what stands there is what an earlier attempt of this file made.
          const replaced = found.filter((name) => !begun || !name.startsWith(begun));
          await removeReplaced(context, replaced, attempt.signal);
          return { location: `swift://${settings.container}/${file.name}`, ...stored };
        } catch (error) {
          attempt.signal.throwIfAborted();
          // A store that is given bytes which it does not want may hang up before it says why.
          if (isFailure(error) && error.code === 'TARGET_UNREACHABLE') check.forget();
          throw error;
        }
      },

      async discard(file, saved, of) {
        const checkpoint = readCheckpoint(saved);
        const container = context.segmentContainer;
        if (!checkpoint || container === undefined) return;
        const upload = { container, checkpoint };
        const { joining } = checkpoint;
        // The object is whole, and its segments are what it is made of.
        if (joining && (await findJoined(context, file.name, upload, of)) !== undefined) return;
        await removeSegments(context, file, upload, of);
        // The store may have gone on joining when nobody waited for it any more.
        if (joining && (await findJoined(context, file.name, upload, of)) !== undefined) {
          await removeManifest(context, file.name, of);
        }
      },

      // Requests are all that is open, and those end with the signals they were given.
      async close() {},
    };
  },
};

function tooLarge({ settings }: OpenstackContext, file: OutgoingFile, limits: Limits): Failure {
  const gb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  const reason =
    limits.maxSegments === undefined
      ? 'and does not join larger ones from segments (static large objects)'
      : 'and the name of the container is too long for one beside it that holds segments';
  const words = `“${file.name}” has ${gb(file.size)}. The object store in region \`${settings.region}\` takes up to ${gb(limits.maxFileSize)} in one object, ${reason}.`;
  return new Failure('TARGET_FULL', words, { retry: false });
}
