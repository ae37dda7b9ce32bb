import type { ExportFile } from '#lib/exports/types.ts';

/** Milliseconds between two downloads: browsers drop those that come at once. */
const BETWEEN = 400;

/** Saves every file, one after the other, as if each link had been clicked. */
export async function downloadAll(taskId: string, files: readonly ExportFile[]): Promise<void> {
  for (const file of files) {
    const link = document.createElement('a');
    link.href = `/api/files/${taskId}/${encodeURIComponent(file.filename)}?download=1`;
    link.download = file.filename;
    link.click();
    await new Promise((resolve) => setTimeout(resolve, BETWEEN));
  }
}
