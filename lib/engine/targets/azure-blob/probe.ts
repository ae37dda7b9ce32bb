import { Failure } from '#lib/errors.ts';
import { expectRemoved } from '../../probe/expect-removed.ts';
import { defineProbe } from '../../probe/probe.ts';
import { probeAttempt, probeFile } from '../../probe/probe-file.ts';
import { reach } from '../../probe/reach.ts';
import { refuseProbeName } from '../../probe/refuse-probe-name.ts';
import { tryTwice } from '../../probe/try-twice.ts';
import { explainToken, spoken } from './auth-failure.ts';
import type { AzureContext } from './azure-context.ts';
import { call } from './call.ts';
import { createContext } from './create-context.ts';
import { describeAzureFailure } from './describe-failure.ts';
import { putWhole } from './put-whole.ts';
import { Refusal } from './refusal.ts';
import { refuseName } from './refuse-name.ts';
import type { SasToken } from './sas-token.ts';
import { readSettings } from './settings.ts';

/** Reads what a SAS token says of itself, and then stores a small blob: `sp=c` is all that needs. */
export const azureBlobProbe = defineProbe({
  steps: {
    values: 'Check the values',
    token: 'Read the SAS token',
    address: 'Reach the service',
    write: 'Store a small blob',
    remove: 'Remove the blob',
  },

  async run(options, { egress, clock, name, signal, step, atEnd, leaves }) {
    const settings = await step('values', (tell) => {
      refuseProbeName(refuseName(name, options), options, ['blob', 'blob_prefix']);
      const read = readSettings(options);
      const by = read.credential.sas ? 'a SAS token' : 'an access key';
      tell.passed(`Container \`${read.container}\` of account \`${read.account}\`, with ${by}.`);
      return read;
    });
    const { account, container, endpoint, addressField, credential } = settings;
    const context = createContext(settings, { egress, clock });
    atEnd(() => context.agents.destroy());
    const explain = (error: unknown) => {
      signal.throwIfAborted();
      return describeAzureFailure(error, context, name);
    };

    await step('token', (tell) => {
      const { sas } = credential;
      if (!sas) return tell.skipped('An access key is used, which does not end by itself.');
      const wrong = explainToken(settings, sas, clock.now());
      if (!wrong) return tell.passed(describeToken(sas));
      const { code, words, field } = wrong;
      throw new Failure(code, words, { fields: field ? { [field]: [words] } : undefined });
    });

    await step(
      'address',
      async (tell) => tell.passed(await reach(endpoint, { egress, signal, field: addressField })),
      addressField,
    );

    if (credential.sas?.resource === 'b') {
      await step('write', (tell) =>
        tell.skipped(
          'The SAS token is for one blob alone, and storing there could replace a file. Only a delivery shows whether it works.',
        ),
      );
      return;
    }
    const written = await step(
      'write',
      async (tell) => {
        const left = leaves(async (soon) => {
          expectRemoved(await removeBlob(context, name, soon));
        });
        const file = probeFile(name, options);
        await tryTwice(signal, () =>
          putWhole(context, file, probeAttempt(signal)).catch((error) => {
            throw explain(error);
          }),
        );
        tell.passed(`Stored as \`az://${account}/${container}/${name}\`.`);
        return left;
      },
      addressField,
    );

    await step('remove', async (tell) => {
      const refused = await removeBlob(context, name, signal).catch((error) => {
        throw explain(error);
      });
      written.gone();
      if (refused === undefined) tell.passed('It was removed.');
      else {
        const who = credential.sas ? 'The SAS token' : 'The key';
        tell.notPermitted(
          `${who} may not delete blobs, and deliveries do not need that. \`${name}\` stays in container \`${container}\`: remove it there when it is in the way.`,
          refused,
        );
      }
    });
  },
});

const RIGHTS: readonly (readonly [letter: string, word: string])[] = [
  ['c', 'create'],
  ['w', 'write'],
  ['a', 'add'],
  ['r', 'read'],
  ['l', 'list'],
  ['d', 'delete'],
];

function describeToken({ permissions, expires, resource }: SasToken): string {
  const end = expires
    ? `It is valid until ${spoken(expires)}.`
    : 'It does not say until when it is valid.';
  if (permissions === undefined)
    return `What it may do stands in an access policy of the container, not in the token. ${end}`;
  const may = RIGHTS.filter(([letter]) => permissions.includes(letter)).map(([, word]) => word);
  const most = `It may ${may.join(', ')} (\`sp=${permissions}\`). ${end}`;
  const one = resource === 'b' ? ' It is for one blob alone (`sr=b`).' : '';
  // Put Blob makes what is new with `c` alone; Put Block and replacing need `w`.
  const small = permissions.includes('w')
    ? ''
    : ' Large files, which go in blocks, and names that are taken need the permission write (`w`) as well.';
  return most + one + small;
}

/** @returns what the service said when it may not be removed. @throws as `call`. */
async function removeBlob(
  context: AzureContext,
  blob: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    await call(context, { method: 'DELETE', blob, step: `removing “${blob}”`, signal });
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 404) return undefined;
    // A policy that keeps blobs from being changed says 409.
    if (error.status === 403 || error.code === 'BlobImmutableDueToPolicy') return error.detail;
    throw error;
  }
}
