import { z } from 'zod';

/** Marks by which people find a destination again; the words are on the screen as well. */
export const COLOURS = ['grey', 'blue', 'green', 'amber', 'red', 'violet'] as const;
/** Whom a destination of the team can be kept for. Viewers do not export. */
export const USING_ROLES = ['owner', 'admin', 'operator'] as const;

/** What becomes of a stored secret. A secret that is not named is cleared. */
export const SecretChange = z.union([
  z.strictObject({ keep: z.literal(true) }),
  z.strictObject({ replace: z.union([z.string(), z.record(z.string(), z.string())]) }),
  z.strictObject({ clear: z.literal(true) }),
]);
export type SecretChange = z.infer<typeof SecretChange>;

const optionalText = (longest: number, what: string) =>
  z
    .string()
    .trim()
    .max(longest, `${what} can have ${longest} characters at most.`)
    .transform((text) => text || null)
    .nullable();

/** A destination as its form sends it. */
export const DestinationInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Give the destination a name.')
    .max(100, 'A name can have 100 characters at most.'),
  operation: z.string().max(100),
  /** In wire names, without secrets; checked with the operation's own strict schema. */
  options: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), SecretChange),
  openFields: z.array(z.string().max(100)).max(100),
  /** The team's, or its maker's alone. */
  shared: z.boolean(),
  allowedRoles: z.array(z.enum(USING_ROLES)).max(3),
  notes: z.string().trim().max(2_000, 'Notes can have 2,000 characters at most.'),
  colour: z.enum(COLOURS),
  prefix: optionalText(300, 'A prefix'),
  fencePrefix: optionalText(300, 'The allowed prefix'),
  fenceBytes: z
    .int('The largest size must be a whole number of bytes.')
    .min(1, 'The largest size must be at least one byte.')
    .max(Number.MAX_SAFE_INTEGER)
    .nullable(),
  /** `2026-12-31`: the day on whose end the credentials expire, UTC. */
  givenExpiry: z.iso.date('Enter a date.').nullable(),
});
export type DestinationInput = z.infer<typeof DestinationInput>;
