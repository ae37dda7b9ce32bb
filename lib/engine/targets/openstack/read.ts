import { describeTargetError } from '../../delivery/target-failure.ts';
import { md5Check } from '../../sources/byte-check.ts';
import { readSize } from '../../sources/read-size.ts';
import { type Source, SourceChanged } from '../../sources/source.ts';
import { plainEtag } from './find-object.ts';
import { createGrants } from './grant.ts';
import { listObjects } from './list-objects.ts';
import { describeReading } from './read-failure.ts';
import { readSettings } from './settings.ts';
import { createSignIn } from './sign-in.ts';
import { createSwift } from './swift.ts';

/** Small files wait for the store more than for the line. */
const FILES_AT_ONCE = 8;

/** Reads files from a container of OpenStack Swift, or of Ceph, which speaks its protocol. */
export const openstackSource: Source = {
  async open(options, { egress, signal: within }) {
    const settings = readSettings(options);
    const grants = createGrants(createSignIn(settings, { egress, signal: within }));
    const swift = createSwift({ settings, egress, grants });
    const { container } = settings;
    let host = settings.authUrl.host;
    return {
      parallelFiles: FILES_AT_ONCE,

      async *list(signal) {
        if (typeof options.file === 'string') yield { name: options.file };
        else yield* listObjects({ swift, settings }, String(options.file_prefix ?? ''), signal);
      },

      async read(name, { offset, mark, signal }) {
        const answer = await swift.open({
          path: [container, name],
          headers: {
            ...(offset > 0 ? { range: `bytes=${offset}-` } : {}),
            ...(mark ? { 'if-match': mark } : {}),
          },
          signal,
        });
        host = answer.url.host;
        if (!('body' in answer)) {
          if (answer.status === 412) throw new SourceChanged();
          throw describeReading(answer, settings, { name, what: 'read' });
        }
        const { headers, body } = answer;
        const range = String(headers['content-range'] ?? '');
        if (offset > 0 && !range.startsWith(`bytes ${offset}-`)) {
          body.on('error', () => {}).destroy();
          throw new SourceChanged();
        }
        const etag = plainEtag(headers.etag) ?? '';
        // Of what is joined from segments the ETag is that of their list.
        const isJoined = headers['x-static-large-object'] ?? headers['x-object-manifest'];
        return {
          stream: body,
          size: readSize(range.split('/')[1] ?? headers['content-length']),
          mark: etag,
          check: isJoined === undefined ? md5Check(etag) : undefined,
        };
      },

      describe: (error) => describeTargetError(error, host),

      // Requests are all that is open, and those end with the signals they were given.
      async close() {},
    };
  },
};
