import pLimit from 'p-limit';
import { hexOf, md5Check } from '../../sources/byte-check.ts';
import { readSize } from '../../sources/read-size.ts';
import { type Source, SourceChanged } from '../../sources/source.ts';
import type { AzureContext } from './azure-context.ts';
import { open } from './call.ts';
import { listBlobs } from './list-blobs.ts';
import { describeReading } from './read-failure.ts';
import { Refusal } from './refusal.ts';
import { readSettings } from './settings.ts';

/** Small files wait for the service more than for the line. */
const FILES_AT_ONCE = 8;

/** Reads files from a container of Azure Blob Storage. */
export const azureBlobSource: Source = {
  async open(options, { egress, clock }) {
    const settings = readSettings(options);
    const context: AzureContext = {
      settings,
      agents: egress.agents({ sockets: FILES_AT_ONCE }),
      clock,
      ...{ blockSize: 0, threshold: 0, limit: pLimit(1), asksFirst: false },
    };
    return {
      parallelFiles: FILES_AT_ONCE,

      async *list(signal) {
        if (typeof options.blob === 'string') {
          yield { name: options.blob };
          return;
        }
        const prefix = String(options.blob_prefix ?? '');
        try {
          yield* listBlobs(context, prefix, signal);
        } catch (error) {
          signal.throwIfAborted();
          throw describeReading(error, context, prefix, 'list');
        }
      },

      async read(name, { offset, mark, signal }) {
        const headers = {
          ...(offset > 0 ? { range: `bytes=${offset}-` } : {}),
          ...(mark ? { 'if-match': `"${mark}"` } : {}),
        };
        const step = `reading “${name}”`;
        const request = { method: 'GET' as const, blob: name, headers, step, signal };
        const answer = await open(context, request).catch((error: unknown) => {
          signal.throwIfAborted();
          if (error instanceof Refusal && error.status === 412) throw new SourceChanged();
          throw describeReading(error, context, name, 'read');
        });
        const range = String(answer.headers['content-range'] ?? '');
        if (offset > 0 && !range.startsWith(`bytes ${offset}-`)) {
          answer.destroy();
          throw new SourceChanged();
        }
        const md5 = answer.headers['content-md5'];
        return {
          stream: answer,
          size: readSize(range.split('/')[1] ?? answer.headers['content-length']),
          mark: String(answer.headers.etag ?? '').replace(/^"|"$/g, ''),
          check: md5Check(hexOf(typeof md5 === 'string' ? md5 : undefined)),
        };
      },

      describe: (error, name) => describeReading(error, context, name, 'read'),

      async close() {
        context.agents.destroy();
      },
    };
  },
};
