import type { OutputFile, Runner } from '../context.ts';
import { distinctFilenames } from '../filename.ts';
import { zipFiles } from '../zip.ts';

/** export/url: temporary URLs need no copy, so its files share the bytes of the inputs; an archive is made. */
export const runExportUrl: Runner = async ({
  options,
  inputs,
  signal,
  storage,
  limits,
  progress,
}) => {
  const names = distinctFilenames(inputs.map((file) => file.filename));
  const files = inputs.map((file, index) => ({ ...file, filename: names[index] ?? file.filename }));
  if (!options.archive_multiple_files || files.length < 2) {
    return files.map(
      ({ filename, contentType, blobId }): OutputFile => ({
        filename,
        contentType,
        bytes: { blobId },
      }),
    );
  }
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const archive = zipFiles(files, { signal, onBytes: (count) => progress(count, total) });
  const { head: _, ...bytes } = await storage.write(archive, {
    limit: Math.max(limits.maxFileSize, total * 2),
    signal,
  });
  return [{ filename: 'archive.zip', contentType: 'application/zip', bytes }];
};
