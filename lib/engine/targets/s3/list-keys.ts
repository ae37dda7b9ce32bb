import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '#lib/clock.ts';
import type { SourceEntry } from '../../sources/source.ts';
import { describeListing } from './read-failure.ts';
import type { Settings } from './settings.ts';

export type ListContext = { client: S3Client; settings: Settings; clock: Clock };

/** The objects whose keys begin alike, markers of folders left out. @throws Failure, classified. */
export async function* listKeys(
  context: ListContext,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<SourceEntry> {
  const { client, settings } = context;
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: settings.bucket,
      Prefix: prefix,
      // XML cannot hold every character that a key may have.
      EncodingType: 'url',
      ContinuationToken: token,
    });
    const page = await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw describeListing(error, context, prefix);
    });
    const isEncoded = page.EncodingType === 'url';
    for (const { Key = '', Size } of page.Contents ?? []) {
      const name = isEncoded ? decodeKey(Key) : Key;
      if (name !== '' && !name.endsWith('/')) yield { name, size: Size };
    }
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token);
}

/** Amazon writes a space as a plus, and a plus as `%2B`. */
export function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', '%20'));
  } catch {
    return key;
  }
}
