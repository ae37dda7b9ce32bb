import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Attempt, Options, OutgoingFile } from '../delivery/target.ts';

/** What whoever finds one should read. */
export const PROBE_BYTES = Buffer.from(
  'Slipway stored this to test a destination. It can be removed.\n',
);
const SHA256 = createHash('sha256').update(PROBE_BYTES).digest('hex');

/** A small file as deliveries bring them: what the options ask for besides bytes goes along. */
export function probeFile(name: string, options: Options): OutgoingFile {
  const { if_exists: ifExists = 'overwrite' } = options;
  return {
    name,
    contentType: 'text/plain',
    size: PROBE_BYTES.length,
    sha256: SHA256,
    createOnly: ifExists !== 'overwrite',
    open: async ({ start, end } = { start: 0, end: PROBE_BYTES.length - 1 }) =>
      // A copy: chunks belong to whoever reads them.
      Readable.from([Buffer.from(PROBE_BYTES.subarray(start, end + 1))]),
  };
}

/** One attempt, of which nothing is kept: what is left is removed by its name. */
export const probeAttempt = (signal: AbortSignal): Attempt => ({
  signal,
  progress() {},
  expectSilence() {},
  checkpoint: undefined,
  async saveCheckpoint() {},
});
