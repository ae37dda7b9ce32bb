import type { SourceEntry } from '../../sources/source.ts';
import type { AzureContext } from './azure-context.ts';
import { call } from './call.ts';

/** The blobs whose names begin alike. @throws as `call` does. */
export async function* listBlobs(
  context: AzureContext,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<SourceEntry> {
  for (let marker = ''; ; ) {
    const query = {
      ...{ restype: 'container', comp: 'list', maxresults: '1000' },
      ...(prefix ? { prefix } : {}),
      ...(marker ? { marker } : {}),
    };
    const step = `listing “${prefix}”`;
    const page = readPage((await call(context, { method: 'GET', query, step, signal })).text);
    yield* page.entries;
    if (!page.next) return;
    marker = page.next;
  }
}

/**
 * Folders that an account with a hierarchy of names lists as blobs, and markers of folders, are left out.
 * https://learn.microsoft.com/rest/api/storageservices/list-blobs
 */
export function readPage(xml: string): { entries: SourceEntry[]; next: string } {
  const entries: SourceEntry[] = [];
  for (const [, blob = ''] of xml.matchAll(/<Blob>(.*?)<\/Blob>/gs)) {
    const [, encoded, raw = ''] = /<Name( Encoded="true")?>(.*?)<\/Name>/s.exec(blob) ?? [];
    const text = decodeXml(raw);
    const name = encoded ? decodeURIComponent(text) : text;
    const isFolder =
      name.endsWith('/') ||
      /<ResourceType>directory<\/ResourceType>|<hdi_isfolder>true<\/hdi_isfolder>/i.test(blob);
    const size = /<Content-Length>(\d+)<\/Content-Length>/.exec(blob)?.[1];
    if (name === '' || isFolder) continue;
    entries.push({ name, size: size === undefined ? undefined : Number(size) });
  }
  return { entries, next: decodeXml(/<NextMarker>(.*?)<\/NextMarker>/s.exec(xml)?.[1] ?? '') };
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>' },
  ...{ quot: '"', apos: "'" },
};

const decodeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[name] ?? whole;
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
