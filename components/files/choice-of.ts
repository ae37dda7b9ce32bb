import type { StoredChoice } from '#components/upload/upload-store.ts';
import type { FileRow } from '#lib/exports/types.ts';

/** A task is exported as a whole: it goes by its first file, and says how many more there are. */
export function choiceOf(row: FileRow): StoredChoice {
  const [first] = row.files;
  const more = row.files.length - 1;
  const known = row.files.every((file) => file.size !== null);
  return {
    taskId: row.taskId,
    name: `${first?.filename ?? row.taskId}${more > 0 ? ` and ${more} more` : ''}`,
    size: known ? row.files.reduce((sum, file) => sum + (file.size ?? 0), 0) : null,
  };
}
