import { unseal } from '#lib/vault/seal.ts';
import type { EngineContext } from '../context.ts';

type Stored = { id: string; teamId: string; options: unknown; secrets: Uint8Array | null };

/** A task's options with its secrets opened: never log them. */
export function openOptions(engine: EngineContext, task: Stored): Record<string, unknown> {
  const secrets = task.secrets
    ? JSON.parse(
        unseal(engine.master, task.secrets, {
          team: task.teamId,
          record: task.id,
          field: 'secrets',
        }),
      )
    : {};
  return { ...(task.options as Record<string, unknown>), ...secrets };
}
