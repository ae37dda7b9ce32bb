import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Clock, systemClock } from '#lib/clock.ts';
import { type RunningGcs, startGcs } from '../../../../e2e/targets/gcs/gcs.ts';
import { type GcsClient, openGcsClient } from '../../../../e2e/targets/gcs/gcs-client.ts';
import { createBlockSums } from '../../block-sums.ts';
import type { InputFile } from '../../context.ts';
import { openSource } from '../../delivery/source-file.ts';
import type { OutgoingFile, Receipt } from '../../delivery/target.ts';
import { createEgress } from '../../egress.ts';
import { googleCloudStorageTarget } from './google-cloud-storage.ts';

/** A file of these bytes, or of so many random ones, and its bytes. */
export function makeFile(
  name: string,
  content: number | Buffer,
  change: Partial<OutgoingFile> = {},
) {
  const bytes = typeof content === 'number' ? randomBytes(content) : content;
  const size = bytes.length;
  const sums = createBlockSums();
  sums.take(bytes);
  const input: InputFile = {
    filename: name,
    contentType: 'application/pdf',
    size,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    blockSums: sums.end(),
    blobId: '',
    storageKey: 'stored',
    open: async (range = { start: 0, end: size - 1 }) => {
      const pieces: Buffer[] = [];
      for (let at = range.start; at <= range.end; at += 65_536) {
        pieces.push(bytes.subarray(at, Math.min(at + 65_536, range.end + 1)));
      }
      return Readable.from(pieces);
    },
  };
  const { contentType, sha256 } = input;
  const file: OutgoingFile = {
    ...{ name, contentType, size, sha256, createOnly: false },
    open: (range) => openSource(input, range),
    ...change,
  };
  return { file, bytes };
}

/** One delivery over several attempts, as the core makes them. */
export type Delivered = {
  receipt: Receipt | undefined;
  errors: unknown[];
  /** What is left in the end. */
  checkpoint: unknown;
  /** What each attempt told of its progress. */
  told: number[][];
};

export type Rig = Awaited<ReturnType<typeof startRig>>;

/** The server, a client of its own, and deliveries to it. */
export async function startRig() {
  const gcs: RunningGcs = await startGcs();
  const client: GcsClient = await openGcsClient(gcs);
  const egress = createEgress({ allow: '127.0.0.1' });

  const open = (change: object = {}, clock: Clock = systemClock, partSize?: number) =>
    googleCloudStorageTarget.open(
      {
        ...{ bucket: 'slipway', endpoint: gcs.url, token_uri: gcs.tokenUrl },
        ...gcs.serviceAccount,
        ...change,
      },
      { egress, clock, partSize, signal: new AbortController().signal },
    );

  return {
    gcs,
    client,
    open,
    async deliver(
      file: OutgoingFile,
      {
        options = {},
        attempts = 1,
        checkpoint,
        signal = new AbortController().signal,
        clock,
        session,
      }: {
        options?: object;
        attempts?: number;
        checkpoint?: unknown;
        signal?: AbortSignal;
        clock?: Clock;
        session?: Awaited<ReturnType<typeof open>>;
      } = {},
    ): Promise<Delivered> {
      const opened = session ?? (await open(options, clock));
      const delivered: Delivered = { receipt: undefined, errors: [], checkpoint, told: [] };
      for (let tries = 0; tries < attempts && !delivered.receipt; tries += 1) {
        const told: number[] = [];
        delivered.told.push(told);
        try {
          delivered.receipt = await opened.deliver(file, {
            signal,
            progress: (bytes) => void told.push(bytes),
            expectSilence() {},
            checkpoint: delivered.checkpoint,
            async saveCheckpoint(saved) {
              delivered.checkpoint = JSON.parse(JSON.stringify(saved ?? null)) ?? undefined;
            },
          });
        } catch (error) {
          delivered.errors.push(error);
        }
      }
      return delivered;
    },
    async read(name: string): Promise<Buffer> {
      const url = `${gcs.url}${client.path(name)}?alt=media`;
      const headers = { authorization: `Bearer ${await client.signIn()}` };
      return Buffer.from(await (await fetch(url, { headers })).arrayBuffer());
    },
    async stop() {
      await egress.close();
      await gcs.stop();
    },
  };
}
