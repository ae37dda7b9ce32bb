import { hash, verify } from '@node-rs/argon2';

/** argon2id with 64 MiB and 3 passes: some 0.1 s of one core, far more than a guess may cost. */
const COST = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

/** Longer ones are refused before they are hashed, so that nobody makes us hash a book. */
export const PASSWORD_MAX_LENGTH = 1024;

/** The same password typed on another keyboard may come composed differently. */
const normal = (password: string) => password.normalize('NFKC');

export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), COST);
}

let decoy: Promise<string> | undefined;

/**
 * Compares in the same time whether or not there is a hash to compare with, so that the time of an
 * answer does not tell which accounts exist.
 */
export async function passwordMatches(
  stored: string | null | undefined,
  password: string,
): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const unmatched = await decoy;
  const matches = await verify(stored ?? unmatched, normal(password));
  return typeof stored === 'string' && matches;
}
