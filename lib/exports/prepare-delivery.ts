import { checkFence } from '#lib/destinations/check-fence.ts';
import { unlockDestination } from '#lib/destinations/unlock-destination.ts';
import { Failure } from '#lib/errors.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { findOperation } from '#lib/operations/registry.ts';
import type { ExportContext } from './context.ts';
import type { DeliveryInput } from './deliveries-input.ts';
import { parseOptions } from './parse-options.ts';

export type PreparedDelivery = {
  operation: Operation;
  /** In wire names, with secrets: for the task only. Never log them. */
  options: Record<string, unknown>;
  destination: { id: string; name: string } | undefined;
};

/**
 * What is to be sent for one place of a submission, checked.
 *
 * @throws Failure INVALID_DATA with `fields` by wire name, NOT_FOUND for a destination that this person
 * may not use.
 */
export async function prepareDelivery(
  { prisma, master, actor, clock }: ExportContext,
  delivery: DeliveryInput,
  files: readonly { filename: string; size: number | null }[],
): Promise<PreparedDelivery> {
  if (!('destinationId' in delivery)) return prepareByHand(delivery);
  const { role, ...who } = actor;
  if (!master || !role) throw new Failure('NOT_FOUND');
  const context = { prisma, master, actor: { ...who, role } };
  const { destinationId, options: given } = delivery;
  const unlocked = await unlockDestination(context, destinationId, given, clock.now());
  const { id, name, operation, options, fence } = unlocked;
  if (files.length > operation.maxFiles) {
    const words = `“${name}” takes ${operation.maxFiles === 1 ? 'one file' : `${operation.maxFiles} files`} at a time.`;
    throw new Failure('INVALID_DATA', words, { fields: { input: [words] } });
  }
  checkFence(fence, operation, options, files);
  return { operation, options, destination: { id, name } };
}

function prepareByHand(delivery: { operation: string; options: Record<string, unknown> }) {
  const operation = findOperation(delivery.operation);
  if (operation?.kind !== 'export') {
    const words = 'There is no such operation.';
    throw new Failure('INVALID_DATA', words, { fields: { operation: [words] } });
  }
  const options = parseOptions(operation, delivery.options);
  return { operation, options, destination: undefined };
}
