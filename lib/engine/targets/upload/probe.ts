import type { Clock } from '#lib/clock.ts';
import { Failure } from '#lib/errors.ts';
import { findPresigned, type Presigned } from '#lib/operations/presigned.ts';
import type { Options } from '../../delivery/target.ts';
import { defineProbe } from '../../probe/probe.ts';
import { reach } from '../../probe/reach.ts';
import { inWords } from './meaning.ts';
import { type Fault, findPresignedFault, inUtc } from './presigned-fault.ts';
import { readSettings, type Settings } from './settings.ts';

/** Sends nothing: a PUT would store something under the one name that the URL has. */
export const uploadProbe = defineProbe({
  steps: {
    values: 'Check the values',
    signature: 'Read what the URL says of itself',
    address: 'Reach the server',
    send: 'Send a file',
  },

  async run(options, { egress, clock, signal, step }) {
    const to = await step('values', (tell) => {
      const read = readSettings(options, givenLength(options));
      tell.passed(`A PUT to ${read.url.host}.`);
      return read;
    });
    await step('signature', (tell) => {
      const signed = findPresigned(to.url);
      if (!signed) {
        return tell.skipped(
          'It is no presigned URL that is known here, so it does not say until when it is valid.',
        );
      }
      const wrong = findFault(signed, to, clock);
      if (wrong)
        throw new Failure('TARGET_DENIED', wrong.words, {
          fields: { [wrong.field]: [wrong.words] },
        });
      const end = signed.until ? `until ${inUtc(signed.until)}` : 'for a time that it does not say';
      tell.passed(`It is signed for ${signed.service} and valid ${end}.`);
    });
    await step(
      'address',
      async (tell) => tell.passed(await reach(to.url, { egress, signal, field: 'url' })),
      'url',
    );
    await step('send', (tell) =>
      tell.skipped(
        'Nothing was sent: a file would now stand under this URL, or the URL would be used up. Only a delivery shows whether the server takes it.',
      ),
    );
  },
});

/** The file is not known, so a given length cannot be wrong. Bytes. */
function givenLength({ headers }: Options): number {
  const given = Object.entries((headers ?? {}) as Record<string, unknown>);
  const [, value] = given.find(([name]) => name.toLowerCase() === 'content-length') ?? [];
  return Number(value ?? 0);
}

/** What would keep the URL from being taken, as far as it tells by itself. */
function findFault(signed: Presigned, to: Settings, clock: Clock): Fault | undefined {
  const fault = findPresignedFault(signed, to.url.host, clock.now());
  if (fault) return fault;
  const given = new Set(Object.keys(to.headers).map((name) => name.toLowerCase()));
  // The length is always sent, whatever was signed.
  const missing = signed.signedHeaders.filter(
    (name) => !given.has(name) && name !== 'content-length',
  );
  if (missing.length === 0) return undefined;
  const many = missing.length > 1;
  const words = `The URL was signed together with ${inWords(missing)}, so ${many ? 'these headers have' : 'this header has'} to be sent, with the same value as signed. Add ${many ? 'them' : 'it'}.`;
  return { words, field: 'headers' };
}
