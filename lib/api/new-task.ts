import { Readable } from 'node:stream';
import type { Engine } from '#lib/engine/engine.ts';
import type { NewTask } from '#lib/engine/tasks/create-tasks.ts';
import type { TaskRecord } from '#lib/engine/tasks/record.ts';
import { Failure } from '#lib/errors.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { findOperation } from '#lib/operations/registry.ts';
import { parseWire } from '#lib/operations/wire.ts';
import type { Principal } from './principal.ts';

/** @returns undefined for an operation that does not exist or that this engine does not run. */
export function findOffered(engine: Engine, id: string): Operation | undefined {
  return engine.operations().includes(id) ? findOperation(id) : undefined;
}

/** Checks a creation's body. @throws Failure INVALID_DATA that names each field. */
export function parseOptions(
  operation: Operation,
  body: Record<string, unknown>,
): Record<string, unknown> {
  const parsed = parseWire(operation, body);
  if (!parsed.ok) throw new Failure('INVALID_DATA', undefined, { fields: parsed.errors });
  return parsed.options;
}

/** Makes the task that a checked creation asks for. Bytes inside the body go to storage, not into the row. */
export async function createFromOptions(
  engine: Engine,
  principal: Principal,
  operation: Operation,
  options: Record<string, unknown>,
): Promise<TaskRecord> {
  const { task, discard } = await stage(engine, operation, options);
  try {
    return await engine.create(principal, task);
  } catch (error) {
    await discard();
    throw error;
  }
}

/** Puts the bytes that came inside the options into storage. */
export async function stage(
  engine: Engine,
  operation: Operation,
  options: Record<string, unknown>,
): Promise<{ task: NewTask; discard(): Promise<void> }> {
  if (operation.id !== 'import/base64' && operation.id !== 'import/raw') {
    return { task: { operation, options }, discard: async () => {} };
  }
  const { file, ...rest } = options;
  const bytes =
    operation.id === 'import/raw' ? Buffer.from(String(file), 'utf8') : decodeBase64(String(file));
  const { storage, limits } = engine.context;
  const { head: _, ...staged } = await storage.write(Readable.from([bytes]), {
    limit: limits.maxFileSize,
  });
  return { task: { operation, options: rest, staged }, discard: () => storage.remove(staged.key) };
}

function decodeBase64(text: string): Buffer {
  // A data: URL is what a browser hands out, so it is what people paste.
  const body = text.replace(/^data:[^,]*;base64,/i, '').replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(body)) {
    throw new Failure('INVALID_DATA', undefined, {
      fields: { file: ['The file is not valid base64.'] },
    });
  }
  return Buffer.from(body, 'base64');
}
