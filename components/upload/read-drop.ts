/** More files than this at once are taken for a slip of the hand. */
export const MOST_FILES = 1_000;

/**
 * The files of a drop, folders read to their bottom. Call it within the event: what was dropped is
 * gone once the event has passed.
 *
 * @returns at most MOST_FILES + 1, so that one can tell that there are more.
 */
export async function readDrop(dropped: DataTransfer): Promise<File[]> {
  const entries = [...dropped.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...dropped.files];
  const files: File[] = [];
  for (const entry of entries) await readEntry(entry, files);
  return files;
}

async function readEntry(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (files.length > MOST_FILES) return;
  if (entry.isFile) {
    files.push(await readFile(entry as FileSystemFileEntry));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives a hundred or so at a time, and an empty list at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    for (const one of some) {
      if (one.isFile && isLitter(one.name)) continue;
      await readEntry(one, files);
    }
  }
}

const readFile = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** What file managers leave in folders; nobody means to export it. */
const isLitter = (name: string): boolean =>
  name === '.DS_Store' || name === 'Thumbs.db' || name === 'desktop.ini';
