import type { Operation } from '#lib/operations/operation.ts';
import { getOperation } from '#lib/operations/registry.ts';
import type { EngineContext, InputFile } from '../context.ts';
import type { Claimed, StoredBlob } from './claim-tasks.ts';
import { openOptions } from './open-options.ts';

/** What a run works with. */
export type Claim = {
  id: string;
  teamId: string;
  runId: string;
  operation: Operation;
  /** With secrets: never log them. */
  options: Record<string, unknown>;
  inputs: InputFile[];
  staged: InputFile | undefined;
};

/** Opens the secrets of a claimed task, and its files for reading. */
export function openClaim(engine: EngineContext, claimed: Claimed): Claim {
  const { id, teamId, runId, files, staged } = claimed;
  const { filename } = claimed.options as { filename?: unknown };
  return {
    id,
    teamId,
    runId,
    operation: getOperation(claimed.operation),
    options: openOptions(engine, claimed),
    inputs: files.map((file) => toInput(engine, file, file)),
    staged: staged
      ? toInput(engine, staged, {
          filename: String(filename ?? 'file'),
          contentType: 'application/octet-stream',
        })
      : undefined,
  };
}

function toInput(
  { storage }: EngineContext,
  { blobId, storageKey, size, sha256, blockSums }: StoredBlob,
  { filename, contentType }: { filename: string; contentType: string },
): InputFile {
  return {
    filename,
    contentType,
    size: Number(size),
    sha256,
    blockSums: blockSums ?? undefined,
    blobId,
    storageKey,
    open: (range) => storage.open(storageKey, range),
  };
}
