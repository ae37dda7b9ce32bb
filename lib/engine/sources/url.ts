import { contentType } from '../content-type.ts';
import type { Runner } from '../context.ts';
import { download } from '../download.ts';
import { safeFilename } from '../filename.ts';

const HEADERS_WITHIN = 60_000;
const IDLE = 60_000;

/** import/url: fetches one file, every hop held against the egress rule. */
export const runImportUrl: Runner = async ({
  options,
  signal,
  storage,
  egress,
  limits,
  progress,
}) => {
  const source = await download(
    egress,
    { url: String(options.url), headers: (options.headers ?? {}) as Record<string, string> },
    { signal, headersMs: HEADERS_WITHIN, idleMs: IDLE, limit: limits.maxFileSize },
  );
  const { head, ...bytes } = await storage.write(source.body, {
    limit: limits.maxFileSize,
    expected: source.size,
    signal,
    onBytes: (count) => progress(count, source.size),
  });
  const filename = safeFilename(options.filename ? String(options.filename) : source.filename);
  return [{ filename, contentType: await contentType(head, filename), bytes }];
};
