import type { Runner } from './context.ts';
import { runInline } from './sources/inline.ts';
import { runImportUrl } from './sources/url.ts';
import { runExportUrl } from './targets/url.ts';

/**
 * What this engine can run. import/upload stands here without a runner: the request that brings
 * the bytes runs it (receive-upload.ts).
 */
const RUNNERS: Record<string, Runner | null> = {
  'import/upload': null,
  'import/url': runImportUrl,
  'import/base64': runInline,
  'import/raw': runInline,
  'export/url': runExportUrl,
};

export const runnableOperations = (): string[] => Object.keys(RUNNERS);

export const findRunner = (operationId: string): Runner | undefined =>
  RUNNERS[operationId] ?? undefined;
