import type { AzureContext } from './azure-context.ts';
import { call } from './call.ts';
import { Refusal } from './refusal.ts';

/** Block ids and their sizes in bytes. */
export type BlockLists = {
  /** In the order of the blob. */
  committed: Map<string, number>;
  uncommitted: Map<string, number>;
};

/**
 * The blocks that stand or wait under a name; undefined when the token may not read.
 * https://learn.microsoft.com/rest/api/storageservices/get-block-list
 * @throws as `call` does.
 */
export async function listBlocks(
  context: AzureContext,
  blob: string,
  signal: AbortSignal,
): Promise<BlockLists | undefined> {
  try {
    const { text } = await call(context, {
      method: 'GET',
      blob,
      query: { comp: 'blocklist', blocklisttype: 'all' },
      step: `asking which blocks of “${blob}” are there`,
      signal,
    });
    return readBlockLists(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Nothing there; or something there that is made of pages.
    if (error.code === 'BlobNotFound' || error.code === 'InvalidBlobType')
      return readBlockLists('');
    if (error.status === 403 && context.settings.credential.sas) return undefined;
    throw error;
  }
}

export function readBlockLists(xml: string): BlockLists {
  const read = (list: string) => {
    const part = new RegExp(`<${list}>([\\s\\S]*?)</${list}>`).exec(xml)?.[1] ?? '';
    const blocks = part.matchAll(/<Name>([^<]*)<\/Name>\s*<Size>(\d+)<\/Size>/g);
    return new Map(blocks.map(([, name = '', size]) => [name, Number(size)]));
  };
  return { committed: read('CommittedBlocks'), uncommitted: read('UncommittedBlocks') };
}
