import { MOST_FILES } from '#components/upload/read-drop.ts';
import { formatBytes } from '#lib/ui/bytes.ts';

/** Said before anything is sent: a connection that breaks after gigabytes says less. */
export function tooMuch(large: number, count: number, maxFileSize: number): string | undefined {
  if (count > MOST_FILES) {
    return `One export takes at most ${MOST_FILES} files. Put them into a ZIP, or into several exports.`;
  }
  if (large === 0) return undefined;
  const which = large === 1 ? 'One file is' : `${large} files are`;
  return `${which} larger than this server accepts (${formatBytes(maxFileSize)}), and left out.`;
}

export function missingFiles(items: readonly { phase: string }[]): string | undefined {
  if (items.length === 0) return 'Choose at least one file.';
  const failed = items.filter((item) => item.phase === 'failed').length;
  if (failed > 0) return `${failed} of the files failed. Try them again or remove them.`;
  return undefined;
}
