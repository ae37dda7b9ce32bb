import { isFailure } from '#lib/errors.ts';
import type { OpensTarget } from '../../delivery/target.ts';
import { readCheckpoint } from './checkpoint.ts';
import { deliverSftp, LARGE } from './deliver-sftp.ts';
import { type Line, removeFile } from './line.ts';
import { openConnection } from './open-connection.ts';
import { createPool, type Pool } from './pool.ts';
import { locationOf } from './remote-path.ts';
import { readSettings } from './settings.ts';
import type { SftpContext } from './sftp-context.ts';
import { describeSftpFailure } from './sftp-failure.ts';

/** Small files wait for answers more than for the line. */
const FILES_AT_ONCE = 32;
const CHECKPOINT_EVERY = 32 << 20;
/** Milliseconds in which removing a file is answered, before another connection is tried. */
const TO_REMOVE = 500;

/** Writes files to a folder of an SFTP server. */
export const sftpTarget: OpensTarget = {
  async open(options, { egress, signal, partSize }) {
    const settings = readSettings(options);
    const pool = createPool((alive) => openConnection(settings, { egress, signal: alive }));
    const context: SftpContext = {
      settings,
      pool,
      folders: new Map(),
      checkpointEvery: partSize ?? CHECKPOINT_EVERY,
    };
    // Whether somebody is let in is found out once, not for each file.
    const home = await findHome(pool, signal).catch((error: unknown) => {
      pool.end();
      throw error;
    });

    /** @throws Failure, classified; the signal's reason. */
    const withLine = async <T>(
      { wantsOwn, outer }: { wantsOwn: boolean; outer: AbortSignal },
      step: { step: string; path: string },
      use: (line: Line) => Promise<T>,
    ): Promise<T> => {
      const { connection, release } = await pool.take(wantsOwn, outer);
      const line = { connection, signal: AbortSignal.any([outer, connection.gone]) };
      try {
        return await use(line);
      } catch (error) {
        outer.throwIfAborted();
        throw describeSftpFailure(error, context, step);
      } finally {
        release();
      }
    };
    return {
      parallelFiles: FILES_AT_ONCE,

      async deliver(file, attempt) {
        const own = { wantsOwn: file.size >= LARGE, outer: attempt.signal };
        await withLine(own, { step: 'delivering', path: file.name }, (line) =>
          deliverSftp(context, line, file, attempt),
        );
        return { location: locationOf(settings.address, file.name, home) };
      },

      async discard(_, checkpoint, outer) {
        const left = readCheckpoint(checkpoint);
        if (!left) return;
        const remove = (within: AbortSignal) =>
          withLine(
            { wantsOwn: false, outer: within },
            { step: 'removing', path: left.temporary },
            (line) => removeFile(line, left.temporary),
          );
        // The connection at hand may be the one on which it broke off, also when nothing shows that yet.
        const soon = AbortSignal.any([outer, AbortSignal.timeout(TO_REMOVE)]);
        await remove(soon).catch((error: unknown) => {
          outer.throwIfAborted();
          const isLost = isFailure(error) && error.code === 'TARGET_UNREACHABLE';
          if (!isLost && !soon.aborted) throw error;
          return remove(outer);
        });
      },

      async close() {
        pool.end();
      },
    };
  },
};

/** Where relative names begin; some servers do not tell. @throws Failure when nobody is let in. */
async function findHome(pool: Pool, signal: AbortSignal): Promise<string | undefined> {
  const { connection, release } = await pool.take(false, signal);
  try {
    return await connection.call(signal, (sftp) => sftp.realpath('.'));
  } catch {
    signal.throwIfAborted();
    return undefined;
  } finally {
    release();
  }
}
