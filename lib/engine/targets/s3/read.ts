import type { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { md5Check } from '../../sources/byte-check.ts';
import { readSize } from '../../sources/read-size.ts';
import { type Reading, type Source, SourceChanged } from '../../sources/source.ts';
import { createClient } from './client.ts';
import { plainEtag } from './find-object.ts';
import { type ListContext, listKeys } from './list-keys.ts';
import { describeReading, isChanged } from './read-failure.ts';
import { readSettings } from './settings.ts';

/** Small files wait for the service more than for the line. */
const FILES_AT_ONCE = 8;

/** Reads files from a bucket of S3, or of a service that speaks its protocol. */
export const s3Source: Source = {
  async open(options, { egress, clock }) {
    const settings = readSettings(options);
    const client = createClient(settings, { egress, clock });
    const context: ListContext = { client, settings, clock };
    const Bucket = settings.bucket;
    return {
      parallelFiles: FILES_AT_ONCE,

      async *list(signal) {
        if (typeof options.key === 'string') yield { name: options.key };
        else yield* listKeys(context, String(options.key_prefix ?? ''), signal);
      },

      async read(name, { offset, mark, signal }) {
        const command = new GetObjectCommand({
          ...{ Bucket, Key: name },
          ...(offset > 0 ? { Range: `bytes=${offset}-` } : {}),
          ...(mark ? { IfMatch: `"${mark}"` } : {}),
        });
        try {
          return toReading(settings, await client.send(command, { abortSignal: signal }), offset);
        } catch (error) {
          signal.throwIfAborted();
          throw isChanged(error) ? new SourceChanged() : describeReading(error, context, name);
        }
      },

      describe: (error, name) => describeReading(error, context, name),

      async close() {
        client.destroy();
      },
    };
  },
};

function toReading(
  { vendor }: ListContext['settings'],
  answer: GetObjectCommandOutput,
  offset: number,
): Reading {
  const { Body, ContentLength, ContentRange, ETag, ServerSideEncryption } = answer;
  const stream = Body as Readable;
  const mark = plainEtag(ETag) ?? '';
  const size = ContentRange ? readSize(ContentRange.split('/')[1]) : ContentLength;
  if (offset > 0 && !ContentRange?.startsWith(`bytes ${offset}-`)) {
    stream.destroy();
    throw new SourceChanged();
  }
  // Elsewhere an ETag is no MD5: of what came in parts, of what KMS has sealed, and by service.
  const isMd5 = vendor.partEtag === 'md5' && !ServerSideEncryption?.startsWith('aws:kms');
  return { stream, size, mark, check: isMd5 ? md5Check(mark) : undefined };
}
