import type { ExportDetail } from '#lib/exports/types.ts';

/** Milliseconds between two downloads: browsers drop those that come at once. */
const BETWEEN = 400;

/** Saves every file, one after the other, as if each link had been clicked. */
export async function downloadAll({ remote, taskId, files }: ExportDetail): Promise<void> {
  for (const file of files) {
    const link = document.createElement('a');
    const own = `/api/files/${taskId}/${encodeURIComponent(file.filename)}?download=1`;
    link.href = remote ? (file.url ?? '') : own;
    link.download = file.filename;
    // Another server may show what it should save: then not in place of this page.
    if (remote) link.target = '_blank';
    link.rel = 'noreferrer';
    link.click();
    await new Promise((resolve) => setTimeout(resolve, BETWEEN));
  }
}
