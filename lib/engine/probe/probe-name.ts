import { randomBytes } from 'node:crypto';
import { namesFor, numberedName } from '#lib/operations/names.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { Options } from '../delivery/target.ts';

/**
 * The whole name of what a test writes: where deliveries would go, under a name that nobody else has.
 * With an exact name it lies in the same folder: under the name itself a file may stand.
 */
export function probeName(operation: Pick<Operation, 'naming'>, options: Options): string {
  const own = `.slipway-probe-${randomBytes(6).toString('hex')}`;
  const { pattern } = operation.naming;
  const exact = pattern === undefined ? undefined : options[pattern];
  if (typeof exact === 'string' && exact !== '') {
    const name = numberedName(exact, 1);
    return name.slice(0, name.lastIndexOf('/') + 1) + own;
  }
  const named = namesFor(operation, options, [own]);
  return (named.ok ? named.names[0] : undefined) ?? own;
}
