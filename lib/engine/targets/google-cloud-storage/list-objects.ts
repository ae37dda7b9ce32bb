import { text } from 'node:stream/consumers';
import type { SourceEntry } from '../../sources/source.ts';
import { bucketPath, call } from './call.ts';
import type { GcsContext } from './gcs-context.ts';

/** Only what is needed: a page has up to 1,000 objects. */
const FIELDS = 'items(name,size),nextPageToken';

/** The objects whose names begin alike. @throws as call; errors of the body. */
export async function* listObjects(
  context: GcsContext,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<SourceEntry> {
  let pageToken: string | undefined;
  do {
    const answer = await call(context, {
      method: 'GET',
      path: `/storage/v1${bucketPath(context.settings.bucket)}`,
      query: { prefix, maxResults: '1000', fields: FIELDS, pageToken },
      step: 'listing the files',
      signal,
    });
    const page = readPage(await text(answer.body));
    yield* page.entries;
    pageToken = page.next;
  } while (pageToken);
}

/** Markers of folders are left out. https://cloud.google.com/storage/docs/json_api/v1/objects/list */
export function readPage(json: string): { entries: SourceEntry[]; next: string | undefined } {
  const { items, nextPageToken } = JSON.parse(json) as { items?: unknown; nextPageToken?: unknown };
  const objects = (Array.isArray(items) ? items : []) as { name?: unknown; size?: unknown }[];
  const entries = objects.flatMap(({ name, size }): SourceEntry[] =>
    typeof name !== 'string' || name === '' || name.endsWith('/')
      ? []
      : [{ name, size: size === undefined ? undefined : Number(size) }],
  );
  return { entries, next: typeof nextPageToken === 'string' ? nextPageToken : undefined };
}
