import { z } from 'zod';
import { ConnectionId } from '#lib/connections/connection-id.ts';

/** Places that one submission delivers to, at most. */
export const MAX_DELIVERIES = 20;
export const MAX_INPUTS = 1_000;

/** Filled in by hand: wire names, without `input`; checked with the operation's own strict schema. */
const ByHand = z.object({
  operation: z.string().max(100),
  options: z.record(z.string(), z.unknown()),
});

/** With a destination: open fields only, in wire names; null empties one, what is absent stays. */
const WithDestination = z.object({
  destinationId: z.uuid(),
  options: z.record(z.string(), z.unknown()),
});

export const DeliveryInput = z.union([WithDestination, ByHand]);
export type DeliveryInput = z.infer<typeof DeliveryInput>;

export const CreateExportsInput = z.object({
  deliveries: z
    .array(DeliveryInput)
    .min(1, 'Choose where the files go.')
    .max(MAX_DELIVERIES, `One submission delivers to at most ${MAX_DELIVERIES} places.`),
  inputTaskIds: z
    .array(z.uuid())
    .min(1, 'Choose at least one file.')
    .max(MAX_INPUTS, `One export takes at most ${MAX_INPUTS} files.`),
  /** Names of files that are still on their way, by the id of their task. */
  names: z.record(z.string(), z.string().max(1_000)).optional(),
  connection: ConnectionId,
  submissionId: z.uuid(),
});
export type CreateExportsInput = z.infer<typeof CreateExportsInput>;
