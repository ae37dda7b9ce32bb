import { readSize } from '../../sources/read-size.ts';
import { type Source, SourceChanged } from '../../sources/source.ts';
import { createAccessTokens } from './access-token.ts';
import { Refusal } from './answer.ts';
import { call, objectPath } from './call.ts';
import type { GcsContext } from './gcs-context.ts';
import { hashCheck } from './google-hash.ts';
import { listObjects } from './list-objects.ts';
import { describeReading } from './read-failure.ts';
import { readSettings } from './settings.ts';

/** Small files wait for the service more than for the line. */
const FILES_AT_ONCE = 8;

/** Reads files from a bucket of Google Cloud Storage, through its JSON API. */
export const googleCloudStorageSource: Source = {
  async open(options, { egress, clock, signal: within }) {
    const settings = readSettings(options);
    const context: GcsContext = {
      settings,
      egress,
      clock,
      tokens: createAccessTokens(settings, { egress, clock, signal: within }),
      threshold: 0,
      billsProject: false,
    };
    return {
      parallelFiles: FILES_AT_ONCE,

      async *list(signal) {
        if (typeof options.file === 'string') {
          yield { name: options.file };
          return;
        }
        const prefix = String(options.file_prefix ?? '');
        try {
          yield* listObjects(context, prefix, signal);
        } catch (error) {
          signal.throwIfAborted();
          throw describeReading(error, context, prefix);
        }
      },

      async read(name, { offset, mark, signal }) {
        try {
          const answer = await call(context, {
            method: 'GET',
            path: objectPath(settings.bucket, name),
            query: { alt: 'media', ...(mark ? { ifGenerationMatch: mark } : {}) },
            headers: {
              // Else Google unpacks what is stored as gzip, and knows neither its size nor ranges of it.
              'accept-encoding': 'gzip',
              ...(offset > 0 ? { range: `bytes=${offset}-` } : {}),
            },
            step: 'reading the file',
            signal,
          });
          const { headers, body } = answer;
          const range = String(headers['content-range'] ?? '');
          if (offset > 0 && !range.startsWith(`bytes ${offset}-`)) {
            body.on('error', () => {}).destroy();
            throw new SourceChanged();
          }
          const length = headers['x-goog-stored-content-length'] ?? headers['content-length'];
          return {
            stream: body,
            size: readSize(range.split('/')[1] ?? length),
            mark: String(headers['x-goog-generation'] ?? ''),
            check: hashCheck(headers['x-goog-hash']),
          };
        } catch (error) {
          signal.throwIfAborted();
          if (error instanceof SourceChanged) throw error;
          // The generation that was begun with is gone.
          if (error instanceof Refusal && error.status === 412) throw new SourceChanged();
          throw describeReading(error, context, name);
        }
      },

      describe: (error, name) => describeReading(error, context, name),

      async close() {},
    };
  },
};
