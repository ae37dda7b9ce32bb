import type { SourceEntry } from '../../sources/source.ts';
import { closeFile, findStats, type Line } from './line.ts';
import type { FolderEntry } from './sftp-client.ts';

/** The plain files of a folder, links to such among them. @throws what the server said. */
export async function* listFolder(line: Line, folder: string): AsyncGenerator<SourceEntry> {
  const { connection, signal } = line;
  const start = folder.replace(/(?<=.)\/+$/, '');
  const handle = await connection.call(signal, (sftp) => sftp.openFolder(start));
  try {
    for (;;) {
      const some = await connection.call(signal, (sftp) => sftp.readFolder(handle));
      if (some.length === 0) return;
      for (const entry of some) {
        const found = await findFile(line, start === '/' ? '/' : `${start}/`, entry);
        if (found) yield found;
      }
    }
  } finally {
    closeFile(line, handle);
  }
}

async function findFile(
  line: Line,
  before: string,
  { name, kind, size }: FolderEntry,
): Promise<SourceEntry | undefined> {
  if (name === '.' || name === '..' || kind === 'folder') return undefined;
  const path = before + name;
  if (kind === 'file') return { name: path, size };
  // A link, or a server that does not tell: what it leads to may be a file, or nothing.
  const stats = await findStats(line, path).catch(() => undefined);
  return stats?.kind === 'file' ? { name: path, size: stats.size } : undefined;
}
