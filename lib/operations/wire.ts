import type { Operation } from './operation.ts';

/** Field names, dotted, to what is wrong with each: the `errors` of the protocol. */
export type WireErrors = Record<string, string[]>;

export type ParsedWire =
  | { ok: true; options: Record<string, unknown> }
  | { ok: false; errors: WireErrors };

/**
 * Checks the body of a creation: presence and types only. Says all that is wrong at once. A body
 * that is no object at all is named `body`.
 *
 * @returns options in wire names and types, `input` among them, unknown and absent keys left out.
 */
export function parseWire(operation: Operation, body: unknown): ParsedWire {
  const parsed = operation.wire.safeParse(body);
  if (parsed.success) {
    const given = Object.entries(parsed.data).filter(([, value]) => value !== undefined);
    return { ok: true, options: Object.fromEntries(given) };
  }
  const errors = new Map<string, string[]>();
  for (const issue of parsed.error.issues) {
    const path = issue.path.map(String).join('.') || 'body';
    const known = errors.get(path) ?? [];
    if (!known.includes(issue.message)) errors.set(path, [...known, issue.message]);
  }
  return { ok: false, errors: Object.fromEntries(errors) };
}
