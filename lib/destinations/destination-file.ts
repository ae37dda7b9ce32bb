import { z } from 'zod';
import { PassphraseBox } from '#lib/vault/passphrase.ts';
import { DestinationInput } from './destination-input.ts';

/** Destinations that one file holds, at most. */
export const MAX_IN_FILE = 2_000;
/** Characters of a file, at most: a server action takes a megabyte. */
export const LONGEST_FILE = 900_000;

/** A destination as a file holds it: without its secrets, or with them where all of it is sealed. */
export const FiledDestination = DestinationInput.omit({ secrets: true }).extend({
  /** Names of the secrets that it has. */
  secretNames: z.array(z.string().max(100)).max(20),
  secrets: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).optional(),
});
export type FiledDestination = z.infer<typeof FiledDestination>;

export const FiledDestinations = z.array(z.unknown()).max(MAX_IN_FILE);

/** The file itself: readable, or sealed whole, so that no place can be changed under its secrets. */
export const DestinationFile = z.union([
  z.object({
    format: z.literal('slipway-destinations'),
    version: z.literal(1),
    sealed: PassphraseBox,
  }),
  z.object({
    format: z.literal('slipway-destinations'),
    version: z.literal(1),
    destinations: FiledDestinations,
  }),
]);
export type DestinationFile = z.infer<typeof DestinationFile>;

export const Passphrase = z
  .string()
  .min(12, 'A passphrase has at least 12 characters.')
  .max(1_000, 'A passphrase has 1,000 characters at most.');
