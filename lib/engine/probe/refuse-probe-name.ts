import { Failure } from '#lib/errors.ts';
import type { Options } from '../delivery/target.ts';

/**
 * Ends a test where the target takes no names like that, at the field that the name comes from.
 * @param why the target's sentence. @param fields those of the operation's naming.
 * @throws Failure INVALID_FILENAME.
 */
export function refuseProbeName(
  why: string | undefined,
  options: Options,
  fields: readonly string[],
): void {
  if (why === undefined) return;
  const field = fields.find((name) => options[name] !== undefined && options[name] !== '');
  throw new Failure('INVALID_FILENAME', why, { fields: field ? { [field]: [why] } : undefined });
}
