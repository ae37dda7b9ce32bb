import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { expectRemoved } from '../../probe/expect-removed.ts';
import { defineProbe } from '../../probe/probe.ts';
import { probeAttempt, probeFile } from '../../probe/probe-file.ts';
import { reach } from '../../probe/reach.ts';
import { refuseProbeName } from '../../probe/refuse-probe-name.ts';
import { tryTwice } from '../../probe/try-twice.ts';
import { describeAnswer, findAnswer } from './answer.ts';
import { createContext } from './create-context.ts';
import { describeS3Failure, maskKey } from './describe-failure.ts';
import { findObject } from './find-object.ts';
import { putWhole } from './put-whole.ts';
import { refuseName } from './refuse-name.ts';
import type { S3Context } from './s3-context.ts';
import { readSettings } from './settings.ts';

/** Stores a small object with all that the options ask for; the right to do that is all that is needed. */
export const s3Probe = defineProbe({
  steps: {
    values: 'Check the values',
    address: 'Reach the service',
    write: 'Store a small object',
    read: 'Look at the object',
    remove: 'Remove the object',
  },

  async run(options, { egress, clock, name, signal, step, atEnd, leaves }) {
    const settings = await step('values', (tell) => {
      refuseProbeName(refuseName(name, options), options, ['key', 'key_prefix']);
      const read = readSettings(options);
      const key = maskKey(read.credentials.accessKeyId);
      tell.passed(`Bucket \`${read.bucket}\` in region \`${read.region}\`, with key \`${key}\`.`);
      return read;
    });
    const { bucket, host, endpoint, vendor } = settings;
    const context = createContext(settings, { egress, clock });
    atEnd(() => context.client.destroy());
    const explain = (error: unknown) => {
      signal.throwIfAborted();
      return describeS3Failure(error, context, name);
    };
    const field = endpoint ? 'endpoint' : 'region';

    await step(
      'address',
      async (tell) => {
        const url = endpoint ?? new URL(`https://${host}`);
        tell.passed(await reach(url, { egress, signal, field }));
      },
      field,
    );

    const file = probeFile(name, options);
    let version: string | undefined;
    const written = await step(
      'write',
      async (tell) => {
        const left = leaves(async (soon) => {
          expectRemoved((await removeObject(context, name, version, soon)).refused);
        });
        const stored = await tryTwice(signal, () =>
          putWhole(context, file, probeAttempt(signal)).catch((error) => {
            throw explain(error);
          }),
        );
        version = stored.version;
        tell.passed(`Stored as \`s3://${bucket}/${name}\`.`);
        return left;
      },
      field,
    );

    await step('read', async (tell) => {
      const found = await findObject(context, name, signal).catch((error) => {
        throw explain(error);
      });
      if (found === 'unknown') {
        const blind = file.createOnly && vendor.createOnly === 'unknown';
        tell.notPermitted(
          blind
            ? `The key may not look at objects. Deliveries work without that, but whether a name is taken can be told at ${host} only by looking, so existing files may be replaced.`
            : 'The key may not look at objects, and deliveries do not need that.',
        );
      } else if (found) tell.passed(`${found.size ?? file.size} bytes are there.`);
      else {
        tell.passed(`${host} shows no such object yet. Some services take their time to show it.`);
      }
    });

    await step('remove', async (tell) => {
      const outcome = await removeObject(context, name, version, signal).catch((error) => {
        throw explain(error);
      });
      written.gone();
      if (outcome.refused !== undefined) {
        tell.notPermitted(
          `The key may not delete objects, and deliveries do not need that. \`${name}\` stays in bucket \`${bucket}\`: remove it there when it is in the way.`,
          outcome.refused,
        );
      } else if (outcome.isHidden) {
        tell.passed('It was removed. The bucket keeps old versions, and so keeps this one.');
      } else tell.passed('It was removed, and nothing is left.');
    });
  },
});

type Removed = {
  /** A delete marker stands over a version that may not be removed. */
  isHidden: boolean;
  /** What the service said when the key may not delete. */
  refused?: string;
};

/** Answers by which a service says no to removing: not allowed, or not there at all. */
const REFUSED = new Set([401, 403, 405, 501]);

/** Where a bucket keeps versions, removes the one that was made, or else hides it. */
async function removeObject(
  { client, settings }: S3Context,
  key: string,
  version: string | undefined,
  signal: AbortSignal,
): Promise<Removed> {
  const place = { Bucket: settings.bucket, Key: key };
  // What is not versioned has the version “null” in buckets that once were.
  const versions = version && version !== 'null' ? [version, undefined] : [undefined];
  let refused = '';
  for (const VersionId of versions) {
    try {
      const command = new DeleteObjectCommand({ ...place, VersionId });
      await client.send(command, { abortSignal: signal });
      return { isHidden: versions.length > 1 && VersionId === undefined };
    } catch (error) {
      const answer = findAnswer(error);
      if (answer?.status === 404) return { isHidden: false };
      if (!answer || !REFUSED.has(answer.status)) throw error;
      refused = describeAnswer(answer);
    }
  }
  return { isHidden: false, refused };
}
