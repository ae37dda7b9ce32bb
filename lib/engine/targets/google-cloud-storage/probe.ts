import { expectRemoved } from '../../probe/expect-removed.ts';
import { defineProbe } from '../../probe/probe.ts';
import { probeAttempt, probeFile } from '../../probe/probe-file.ts';
import { reach } from '../../probe/reach.ts';
import { refuseProbeName } from '../../probe/refuse-probe-name.ts';
import { tryTwice } from '../../probe/try-twice.ts';
import { type ObjectResource, Refusal } from './answer.ts';
import { createContext } from './create-context.ts';
import { describeGcsFailure } from './describe-failure.ts';
import { findObject, removeGeneration } from './find-object.ts';
import type { GcsContext } from './gcs-context.ts';
import { store } from './google-cloud-storage.ts';
import { refuseName } from './refuse-name.ts';
import { readSettings } from './settings.ts';

/** Makes an object under a name that nobody has: `storage.objects.create` is all that needs. */
export const googleCloudStorageProbe = defineProbe({
  steps: {
    values: 'Check the values',
    address: 'Reach the service',
    'sign-in': 'Get an access token',
    write: 'Store a small object',
    remove: 'Remove the object',
  },

  async run(options, { egress, clock, name, signal, step, atEnd, leaves }) {
    const settings = await step('values', (tell) => {
      refuseProbeName(refuseName(name), options, ['file', 'file_prefix']);
      const read = readSettings(options);
      tell.passed(`Bucket \`${read.bucket}\`, as \`${read.clientEmail}\`.`);
      return read;
    });
    const { bucket, endpoint, tokenUri } = settings;
    // What ends with the test does not end the removing after it.
    const life = new AbortController();
    atEnd(() => life.abort());
    const context = createContext(settings, { egress, clock, signal: life.signal });
    const explain = (error: unknown) => {
      signal.throwIfAborted();
      return describeGcsFailure(error, context, name);
    };

    await step(
      'address',
      async (tell) => {
        tell.passed(await reach(new URL(endpoint), { egress, signal, field: 'endpoint' }));
      },
      'endpoint',
    );

    await step(
      'sign-in',
      async (tell) => {
        await context.tokens.get(signal);
        tell.passed(`${new URL(tokenUri).host} gave a token to \`${settings.clientEmail}\`.`);
      },
      'token_uri',
    );

    let object: ObjectResource | undefined;
    const written = await step(
      'write',
      async (tell) => {
        const left = leaves(async (soon) => {
          expectRemoved(await removeObject(context, name, object, soon));
        });
        const file = probeFile(name, options);
        object = await tryTwice(signal, () =>
          store(context, file, probeAttempt(signal)).catch((error) => {
            throw explain(error);
          }),
        );
        tell.passed(`Stored as \`gs://${bucket}/${name}\`.`);
        return left;
      },
      'endpoint',
    );

    await step('remove', async (tell) => {
      const refused = await removeObject(context, name, object, signal).catch((error) => {
        throw explain(error);
      });
      written.gone();
      if (refused === undefined) return tell.passed('It was removed.');
      const { if_exists: ifExists = 'overwrite' } = options;
      const replacing =
        ifExists === 'overwrite'
          ? ' Replacing a file that exists needs the same right, so a delivery under a name that is taken will fail.'
          : '';
      tell.notPermitted(
        `The account may not delete objects, and new files do not need that.${replacing} \`${name}\` stays in bucket \`${bucket}\`: remove it there when it is in the way.`,
        refused,
      );
    });
  },
});

/** @returns what the service said when it may not be removed. @throws as `call`. */
async function removeObject(
  context: GcsContext,
  name: string,
  known: ObjectResource | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const object = known ?? (await findObject(context, name, signal));
    if (object) await removeGeneration(context, name, object, signal);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal && error.status === 403) return error.detail;
    throw error;
  }
}
