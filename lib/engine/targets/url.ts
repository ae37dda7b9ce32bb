import type { Instant, OutputFile, Runner } from '../context.ts';
import { distinctFilenames } from '../filename.ts';
import { zipFiles } from '../zip.ts';

type Options = Record<string, unknown>;
type Named = { filename: string };

function nameApart<F extends Named>(inputs: F[]): F[] {
  const names = distinctFilenames(inputs.map((file) => file.filename));
  return inputs.map((file, index) => ({ ...file, filename: names[index] ?? file.filename }));
}

/** export/url without an archive: temporary URLs need no copy, so its files share the bytes of the inputs. */
export const shareFiles: Instant = {
  takes: ({ archive_multiple_files }: Options) => archive_multiple_files !== true,
  run: ({ inputs }) =>
    nameApart(inputs).map(
      ({ filename, contentType, blobId }): OutputFile => ({
        filename,
        contentType,
        bytes: { blobId },
      }),
    ),
};

/** export/url with an archive, which is made when there are several files. */
export const runExportUrl: Runner = async (context) => {
  const { options, inputs, signal, storage, limits, progress } = context;
  if (!options.archive_multiple_files || inputs.length < 2) return shareFiles.run(context);
  const files = nameApart(inputs);
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const archive = zipFiles(files, { signal, onBytes: (count) => progress(count, total) });
  const { head: _, ...bytes } = await storage.write(archive, {
    limit: Math.max(limits.maxFileSize, total * 2),
    signal,
  });
  return [{ filename: 'archive.zip', contentType: 'application/zip', bytes }];
};
