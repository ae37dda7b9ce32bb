import { addAbortSignal, type Readable, Transform } from 'node:stream';
import yazl from 'yazl';

export type ZipEntry = {
  filename: string;
  contentType: string;
  /** Bytes. */
  size: number;
  open(): Promise<Readable>;
};

/**
 * One time for all entries, so that the same files give the same archive. ZIP has none before 1980,
 * and writes local time: in local time this is the same bytes in every zone.
 */
const MTIME = new Date(1980, 0, 1);

/** Formats that are compressed already: deflating them costs time and gains nothing. */
const COMPRESSED =
  /^(image\/(?!bmp|svg|x-ms-bmp|tiff|vnd\.adobe\.photoshop)|video\/|audio\/(?!wav|x-wav|aiff)|font\/woff)|(zip|gzip|compressed|x-7z|x-rar|x-xz|x-bzip2|zstd|epub|jar|pdf|officedocument|opendocument)/;

/**
 * One ZIP of all entries, in their order, as it is made: entries are opened one after the other, and
 * nothing is held in memory. Zip64 where sizes need it, names in UTF-8, the same bytes each time.
 * An entry that fails destroys the archive with its error; destroying the archive closes the entry.
 */
export function zipFiles(
  entries: readonly ZipEntry[],
  options: { signal?: AbortSignal; onBytes?: (total: number) => void } = {},
): Readable {
  const zip = new yazl.ZipFile();
  const archive = zip.outputStream as Readable;
  let open: Readable | undefined;
  let read = 0;
  const fail = (error: Error): void => {
    open?.destroy();
    archive.destroy(error);
  };
  zip.on('error', fail);
  archive.once('close', () => open?.destroy());
  for (const entry of entries) {
    zip.addReadStreamLazy(
      entry.filename,
      {
        mtime: MTIME,
        mode: 0o100644,
        size: entry.size,
        compress: !COMPRESSED.test(entry.contentType),
        forceDosTimestamp: true,
      },
      (give) => {
        entry.open().then(
          (source) => {
            if (archive.destroyed) return void source.destroy();
            open = source;
            const counted = new Transform({
              transform(chunk: Buffer, _, done) {
                read += chunk.length;
                options.onBytes?.(read);
                done(null, chunk);
              },
            });
            source.once('error', fail);
            counted.once('error', fail);
            give(null, source.pipe(counted));
          },
          (error: Error) => fail(error),
        );
      },
    );
  }
  zip.end();
  if (options.signal) addAbortSignal(options.signal, archive);
  return archive;
}
