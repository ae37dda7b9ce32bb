import { getOperation } from '#lib/operations/registry.ts';
import { runtime } from '#lib/runtime.ts';

/** Ids of the operations that this server runs and that lead to a place. */
export function offeredDestinations(): string[] {
  return runtime()
    .engine.operations()
    .filter((id) => getOperation(id).describePlace !== undefined);
}
