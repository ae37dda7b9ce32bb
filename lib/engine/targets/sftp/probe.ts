import { Failure } from '#lib/errors.ts';
import { defineProbe } from '../../probe/probe.ts';
import { PROBE_BYTES, probeFile } from '../../probe/probe-file.ts';
import { refuseProbeName } from '../../probe/refuse-probe-name.ts';
import type { Connection } from './connection.ts';
import { findFolder } from './find-folder.ts';
import { giveName } from './give-name.ts';
import { closeFile, type Line, removeFile } from './line.ts';
import { openConnection } from './open-connection.ts';
import { openInSteps } from './open-in-steps.ts';
import { createPool } from './pool.ts';
import { refuseName } from './refuse-name.ts';
import { folderOf, temporaryPath } from './remote-path.ts';
import { readSettings } from './settings.ts';
import type { SftpContext } from './sftp-context.ts';
import { describeSftpFailure, describeWriteFailure } from './sftp-failure.ts';
import { SftpStatusError } from './sftp-status.ts';

/** Writes as deliveries do: under a temporary name, which is then changed. Makes no folders. */
export const sftpProbe = defineProbe({
  steps: {
    values: 'Check the values',
    address: 'Reach the server',
    'host-key': 'Look at the host key',
    'sign-in': 'Sign in',
    folder: 'Look at the folder',
    write: 'Write a temporary file',
    rename: 'Rename the file',
    remove: 'Remove the file',
  },

  async run(options, { egress, name, signal, step, atEnd, leaves, showHostKey }) {
    const settings = await step('values', (tell) => {
      refuseProbeName(refuseName(name), options, ['file', 'path']);
      const read = readSettings(options);
      const by = [read.key && 'a private key', read.password !== undefined && 'a password'];
      const ways = by.filter(Boolean).join(' and ') || 'nothing to sign in with';
      tell.passed(`User \`${read.username}\` at ${read.address}, with ${ways}.`);
      return read;
    });
    const { address, username, fingerprint } = settings;
    // What ends with the test does not end the removing after it.
    const life = new AbortController();
    const opening = openInSteps(settings, { egress, signal: life.signal });
    atEnd(() => {
      life.abort(new Error('The test is over.'));
      opening.connection.then((connection) => connection.end()).catch(() => {});
    });

    await step(
      'address',
      async (tell) => {
        await opening.connected;
        tell.passed(`${address} takes connections.`);
      },
      'host',
    );
    await step(
      'host-key',
      async (tell) => {
        const shown = await opening.hostKey.catch((error: unknown) => {
          const [first] = opening.shown;
          if (first) showHostKey(first);
          throw error;
        });
        // Not always the first: a server has a key of each kind, and one of them is the trusted one.
        showHostKey(shown);
        const key = `\`${shown.type} ${shown.fingerprint}\``;
        tell.passed(
          fingerprint === undefined
            ? `The server shows ${key}. Nothing says yet whether that is the right one: compare it with what its administrator says, then trust it.`
            : `The server shows ${key}, as expected.`,
        );
      },
      'host',
    );
    const connection: Connection = await step(
      'sign-in',
      async (tell) => {
        const opened = await opening.connection;
        tell.passed(`User \`${username}\` is let in, and has SFTP.`);
        return opened;
      },
      'host',
    );
    const line: Line = { connection, signal: AbortSignal.any([signal, connection.gone]) };
    const context: SftpContext = {
      settings,
      pool: createPool(async () => connection),
      folders: new Map(),
      checkpointEvery: 0,
    };

    const place = await step('folder', async (tell) => {
      const found = await findFolder(context, line, folderOf(name));
      if (found.is === 'hidden') tell.notPermitted(found.words);
      else tell.passed(found.words);
      return found.folder;
    });
    const file = name.slice(name.lastIndexOf('/') + 1);
    const path = place === '' ? file : `${place.replace(/\/$/, '')}/${file}`;
    const temporary = temporaryPath(path);
    const removal = (one: string) => async (soon: AbortSignal) => {
      // The connection at hand may be what broke off.
      const own = connection.gone.aborted
        ? await openConnection(settings, { egress, signal: soon })
        : connection;
      try {
        await removeFile({ connection: own, signal: soon }, one);
      } finally {
        if (own !== connection) own.end();
      }
    };

    const written = await step('write', async (tell) => {
      const left = leaves(removal(temporary), temporary);
      await writeFile(context, line, temporary);
      tell.passed(`\`${temporary}\` was written.`);
      return left;
    });
    const renamed = await step('rename', async (tell) => {
      const left = leaves(removal(path), path);
      await giveName(context, line, { ...probeFile(path, options), size: 0 }, temporary);
      written.gone();
      tell.passed(`It was renamed to \`${path}\`.`);
      return left;
    });
    await step('remove', async (tell) => {
      try {
        await removeFile(line, path);
        tell.passed('It was removed, and nothing is left.');
      } catch (error) {
        if (!(error instanceof SftpStatusError)) {
          throw describeSftpFailure(error, context, { step: 'removing', path });
        }
        tell.notPermitted(
          `User \`${username}\` may not remove files, and deliveries do not need that. \`${path}\` stays at ${address}: remove it there when it is in the way.`,
          error.message,
        );
      }
      renamed.gone();
    });
  },
});

/** @throws Failure, classified; the signal's reason. */
async function writeFile(context: SftpContext, line: Line, path: string): Promise<void> {
  const { connection, signal } = line;
  const explain = (error: unknown) => {
    signal.throwIfAborted();
    return describeSftpFailure(error, context, { step: 'creating the file', path });
  };
  const handle = await connection
    .call(signal, (sftp) => sftp.open(path, 'create'))
    .catch((error: unknown) => {
      throw explain(error);
    });
  let isOpen = true;
  try {
    await connection.call(signal, (sftp) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      sftp.write(handle, PROBE_BYTES, 0, (error) => (error ? reject(error) : resolve()));
      return promise;
    });
    const { size } = await connection.call(signal, (sftp) => sftp.fstat(handle));
    await connection.call(signal, (sftp) => sftp.close(handle));
    isOpen = false;
    if (size !== PROBE_BYTES.length) throw wrongSize(context, path, size);
  } catch (error) {
    signal.throwIfAborted();
    throw await describeWriteFailure(error, context, {
      path,
      missing: PROBE_BYTES.length,
      askRoom: () => connection.call(signal, (sftp) => sftp.room(handle)),
    });
  } finally {
    if (isOpen) closeFile(line, handle);
  }
}

function wrongSize({ settings }: SftpContext, path: string, size: number): Failure {
  const words = `${settings.address} holds ${size} bytes of “${path}” where ${PROBE_BYTES.length} were sent.`;
  return new Failure('INTEGRITY_MISMATCH', words);
}
