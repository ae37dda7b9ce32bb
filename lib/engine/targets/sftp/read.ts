import { Readable } from 'node:stream';
import { type Source, SourceChanged } from '../../sources/source.ts';
import { closeFile, findStats, type Line } from './line.ts';
import { listFolder } from './list-folder.ts';
import { openConnection } from './open-connection.ts';
import { createPool, type Lease } from './pool.ts';
import { readAhead } from './read-ahead.ts';
import { describeReading, noFile } from './read-failure.ts';
import { readSettings } from './settings.ts';
import type { Attributes } from './sftp-client.ts';

/** Small files wait for answers more than for the line. */
const FILES_AT_ONCE = 8;

/** Reads files from an SFTP server. */
export const sftpSource: Source = {
  async open(options, { egress }) {
    const settings = readSettings(options);
    const pool = createPool((alive) => openConnection(settings, { egress, signal: alive }));
    const lineOf = ({ connection }: Lease, signal: AbortSignal): Line => ({
      connection,
      signal: AbortSignal.any([signal, connection.gone]),
    });
    return {
      parallelFiles: FILES_AT_ONCE,

      async *list(signal) {
        if (typeof options.file === 'string') {
          yield { name: options.file };
          return;
        }
        const path = String(options.path ?? '');
        const lease = await pool.take(false, signal);
        try {
          yield* listFolder(lineOf(lease, signal), path);
        } catch (error) {
          signal.throwIfAborted();
          throw describeReading(error, settings, { step: 'listing', path });
        } finally {
          lease.release();
        }
      },

      async read(name, { offset, mark, signal }) {
        const lease = await pool.take(false, signal);
        const line = lineOf(lease, signal);
        const { connection } = lease;
        try {
          const found = await connection.call(line.signal, (sftp) => sftp.stat(name));
          if (found.kind === 'folder' || found.kind === 'other') {
            throw noFile(settings, name, found.kind);
          }
          if (mark !== undefined && markOf(found) !== mark) throw new SourceChanged();
          const handle = await connection.call(line.signal, (sftp) => sftp.open(name, 'read'));
          const at = (from: number, length: number) =>
            connection.call(line.signal, (sftp) => sftp.read(handle, from, length));
          const bytes = async function* () {
            yield* readAhead(at, { offset, size: found.size });
            // Whoever wrote to it meanwhile has left bytes of two versions.
            const after = await findStats(line, name);
            if (!after || markOf(after) !== markOf(found)) throw new SourceChanged();
          };
          const stream = Readable.from(bytes(), { objectMode: false, highWaterMark: 512 << 10 });
          stream.once('close', () => {
            closeFile(line, handle);
            lease.release();
          });
          return { stream, size: found.size, mark: markOf(found) };
        } catch (error) {
          lease.release();
          signal.throwIfAborted();
          if (error instanceof SourceChanged) throw error;
          throw describeReading(error, settings, { step: 'reading', path: name });
        }
      },

      describe: (error, name) => describeReading(error, settings, { step: 'reading', path: name }),

      async close() {
        pool.end();
      },
    };
  },
};

const markOf = ({ size, modified }: Attributes): string => `${size} ${modified ?? ''}`;
